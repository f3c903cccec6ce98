//! Projection: PLOVER's own reading of an event, and its CAMEO code.
