//! Lists of English words that rules of reading ask for by name, compiled from `data/words`.
//!
//! A rule knows a list by what its words have in common, and not the words: another language brings
//! lists of the same names.

include!(concat!(env!("OUT_DIR"), "/words.rs"));
