//! Formats in, articles out; text that is not the story recognised.
