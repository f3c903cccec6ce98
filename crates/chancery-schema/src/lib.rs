//! Wire types: the record `chancery.reading/1` and the other output formats.
