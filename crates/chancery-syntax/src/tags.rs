//! Closed inventories of Universal Dependencies for English.

/// Universal part of speech.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the UD inventory, documented at universaldependencies.org")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// The whole inventory, in alphabetical order.
    pub const ALL: [Upos; 17] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];

    /// The tag as UD writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Upos::Adj => "ADJ",
            Upos::Adp => "ADP",
            Upos::Adv => "ADV",
            Upos::Aux => "AUX",
            Upos::Cconj => "CCONJ",
            Upos::Det => "DET",
            Upos::Intj => "INTJ",
            Upos::Noun => "NOUN",
            Upos::Num => "NUM",
            Upos::Part => "PART",
            Upos::Pron => "PRON",
            Upos::Propn => "PROPN",
            Upos::Punct => "PUNCT",
            Upos::Sconj => "SCONJ",
            Upos::Sym => "SYM",
            Upos::Verb => "VERB",
            Upos::X => "X",
        }
    }

    /// The tag that UD writes so.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tag| tag.as_str() == name)
    }

    /// Noun, proper noun or pronoun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn | Upos::Pron)
    }
}

/// Dependency relation with its subtype, as English UD 2.16 uses them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the UD inventory, documented at universaldependencies.org")]
pub enum Rel {
    Acl,
    AclRelcl,
    Advcl,
    AdvclRelcl,
    Advmod,
    AdvmodEmph,
    Amod,
    Appos,
    Aux,
    AuxPass,
    Case,
    Cc,
    CcPreconj,
    Ccomp,
    Clf,
    Compound,
    CompoundPrt,
    Conj,
    Cop,
    Csubj,
    CsubjOuter,
    CsubjPass,
    Dep,
    Det,
    DetPredet,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    FlatForeign,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    NmodDesc,
    NmodNpmod,
    NmodPoss,
    NmodTmod,
    NmodUnmarked,
    Nsubj,
    NsubjOuter,
    NsubjPass,
    Nummod,
    Obj,
    Obl,
    OblAgent,
    OblNpmod,
    OblTmod,
    OblUnmarked,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    Root,
    Vocative,
    Xcomp,
}

impl Rel {
    /// The whole inventory, in alphabetical order.
    pub const ALL: [Rel; 58] = [
        Rel::Acl,
        Rel::AclRelcl,
        Rel::Advcl,
        Rel::AdvclRelcl,
        Rel::Advmod,
        Rel::AdvmodEmph,
        Rel::Amod,
        Rel::Appos,
        Rel::Aux,
        Rel::AuxPass,
        Rel::Case,
        Rel::Cc,
        Rel::CcPreconj,
        Rel::Ccomp,
        Rel::Clf,
        Rel::Compound,
        Rel::CompoundPrt,
        Rel::Conj,
        Rel::Cop,
        Rel::Csubj,
        Rel::CsubjOuter,
        Rel::CsubjPass,
        Rel::Dep,
        Rel::Det,
        Rel::DetPredet,
        Rel::Discourse,
        Rel::Dislocated,
        Rel::Expl,
        Rel::Fixed,
        Rel::Flat,
        Rel::FlatForeign,
        Rel::Goeswith,
        Rel::Iobj,
        Rel::List,
        Rel::Mark,
        Rel::Nmod,
        Rel::NmodDesc,
        Rel::NmodNpmod,
        Rel::NmodPoss,
        Rel::NmodTmod,
        Rel::NmodUnmarked,
        Rel::Nsubj,
        Rel::NsubjOuter,
        Rel::NsubjPass,
        Rel::Nummod,
        Rel::Obj,
        Rel::Obl,
        Rel::OblAgent,
        Rel::OblNpmod,
        Rel::OblTmod,
        Rel::OblUnmarked,
        Rel::Orphan,
        Rel::Parataxis,
        Rel::Punct,
        Rel::Reparandum,
        Rel::Root,
        Rel::Vocative,
        Rel::Xcomp,
    ];

    /// The relation as UD writes it, subtype after a colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Rel::Acl => "acl",
            Rel::AclRelcl => "acl:relcl",
            Rel::Advcl => "advcl",
            Rel::AdvclRelcl => "advcl:relcl",
            Rel::Advmod => "advmod",
            Rel::AdvmodEmph => "advmod:emph",
            Rel::Amod => "amod",
            Rel::Appos => "appos",
            Rel::Aux => "aux",
            Rel::AuxPass => "aux:pass",
            Rel::Case => "case",
            Rel::Cc => "cc",
            Rel::CcPreconj => "cc:preconj",
            Rel::Ccomp => "ccomp",
            Rel::Clf => "clf",
            Rel::Compound => "compound",
            Rel::CompoundPrt => "compound:prt",
            Rel::Conj => "conj",
            Rel::Cop => "cop",
            Rel::Csubj => "csubj",
            Rel::CsubjOuter => "csubj:outer",
            Rel::CsubjPass => "csubj:pass",
            Rel::Dep => "dep",
            Rel::Det => "det",
            Rel::DetPredet => "det:predet",
            Rel::Discourse => "discourse",
            Rel::Dislocated => "dislocated",
            Rel::Expl => "expl",
            Rel::Fixed => "fixed",
            Rel::Flat => "flat",
            Rel::FlatForeign => "flat:foreign",
            Rel::Goeswith => "goeswith",
            Rel::Iobj => "iobj",
            Rel::List => "list",
            Rel::Mark => "mark",
            Rel::Nmod => "nmod",
            Rel::NmodDesc => "nmod:desc",
            Rel::NmodNpmod => "nmod:npmod",
            Rel::NmodPoss => "nmod:poss",
            Rel::NmodTmod => "nmod:tmod",
            Rel::NmodUnmarked => "nmod:unmarked",
            Rel::Nsubj => "nsubj",
            Rel::NsubjOuter => "nsubj:outer",
            Rel::NsubjPass => "nsubj:pass",
            Rel::Nummod => "nummod",
            Rel::Obj => "obj",
            Rel::Obl => "obl",
            Rel::OblAgent => "obl:agent",
            Rel::OblNpmod => "obl:npmod",
            Rel::OblTmod => "obl:tmod",
            Rel::OblUnmarked => "obl:unmarked",
            Rel::Orphan => "orphan",
            Rel::Parataxis => "parataxis",
            Rel::Punct => "punct",
            Rel::Reparandum => "reparandum",
            Rel::Root => "root",
            Rel::Vocative => "vocative",
            Rel::Xcomp => "xcomp",
        }
    }

    /// The relation that UD writes so.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rel| rel.as_str() == name)
    }

    /// Subject of any kind, clausal ones included.
    pub fn is_subject(self) -> bool {
        matches!(
            self,
            Rel::Nsubj
                | Rel::NsubjOuter
                | Rel::NsubjPass
                | Rel::Csubj
                | Rel::CsubjOuter
                | Rel::CsubjPass
        )
    }

    /// Oblique of any kind.
    pub fn is_oblique(self) -> bool {
        matches!(self, Rel::Obl | Rel::OblAgent | Rel::OblNpmod | Rel::OblTmod | Rel::OblUnmarked)
    }
}

/// Penn Treebank tags as the English treebanks use them.
const XPOS: [&str; 50] = [
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW",
    "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP",
    "VBZ", "WDT", "WP", "WP$", "WRB", "_", "``",
];

/// The tag that is written so.
pub(crate) fn xpos(name: &str) -> Option<&'static str> {
    XPOS.into_iter().find(|tag| *tag == name)
}
