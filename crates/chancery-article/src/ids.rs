//! Typed indexes: a number that says which table it points into.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(u32::try_from(index).expect("an article holds fewer than 2^32 of anything"))
            }
        }
    };
}

id!(
    /// A syntactic word of an article (all sentences share one numbering).
    TokenId
);
id!(
    /// A sentence of an article.
    SentenceId
);
id!(
    /// An actor mention of an article.
    ActorMentionId
);
id!(
    /// A time mention of an article.
    TimeMentionId
);
id!(
    /// A place mention of an article.
    PlaceMentionId
);
id!(
    /// A quantity mention of an article.
    QuantityMentionId
);
id!(
    /// A coreference chain of an article.
    EntityId
);
id!(
    /// A claim of an article.
    ClaimId
);
id!(
    /// An event mention of an article.
    EventMentionId
);
