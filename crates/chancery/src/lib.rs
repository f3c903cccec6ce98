//! Chancery reads newswire and keeps the diplomatic record.
//!
//! ```
//! use chancery::{Article, Chancery};
//!
//! let chancery = Chancery::embedded();
//! let article = Article::new("a1", "South Korea's president met his Polish counterpart.");
//! let reading = chancery.read(article);
//! assert_eq!(reading.article.id, "a1");
//! ```
#![forbid(unsafe_code)]

mod names;

pub use chancery_article as article;
pub use chancery_event as event;
pub use chancery_fuse as fuse;
pub use chancery_intake as intake;
pub use chancery_mention as mention;
pub use chancery_syntax as syntax;
pub use chancery_world as world;

pub use chancery_article::{Article, Date, Note};
pub use chancery_event::Findings;
pub use chancery_mention::Mentions;
pub use chancery_syntax::{Name, NameKind, Syntax, SyntaxModel};
pub use chancery_world::World;

/// An article with everything we found in it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The text and what is known about it.
    pub article: Article,
    /// Sentences, tokens, trees, names.
    pub syntax: Syntax,
    /// Actors, times, places, quantities.
    pub mentions: Mentions,
    /// Event mentions, claims, factuality.
    pub findings: Findings,
    /// What is odd about the text as a whole.
    pub notes: Vec<Note>,
}

/// The engine: a model and a world, read-only, shared by all threads.
pub struct Chancery {
    model: SyntaxModel,
    world: World,
    fusing: fuse::FuseModel,
}

impl Chancery {
    /// The engine with everything that is compiled into the program.
    pub fn embedded() -> Self {
        Self::knowing(World::embedded())
    }

    /// The engine with a user's own places, which override ours name by name: see
    /// [`chancery_world::Gazetteer::with_table`] for the table's columns.
    ///
    /// ```
    /// use chancery::{Article, Chancery};
    ///
    /// let table = "name\tlatitude\tlongitude\tcountry\nOutpost Nine\t37.9\t127.1\tKOR\n";
    /// let chancery = Chancery::embedded().with_gazetteer(table)?;
    /// let reading = chancery.read(Article::new("a1", "Shots were heard near Outpost Nine."));
    /// assert_eq!(reading.mentions.places[0].latitude, Some(37.9));
    /// # Ok::<(), chancery::world::gazetteer::TableError>(())
    /// ```
    ///
    /// # Errors
    /// The first line of the table that cannot be read, and why.
    pub fn with_gazetteer(
        mut self,
        table: &str,
    ) -> Result<Self, chancery_world::gazetteer::TableError> {
        self.world.gazetteer = self.world.gazetteer.with_table(table)?;
        Ok(self)
    }

    /// The engine with the embedded model and a world of the caller's.
    pub fn knowing(world: World) -> Self {
        Self { model: SyntaxModel::embedded(), world, fusing: fuse::FuseModel::embedded() }
    }

    /// Reads one article. Pure and total: the same article gives the same reading. Regions that
    /// are not the story are found first, unless the article brings its own.
    pub fn read(&self, article: Article) -> Reading {
        let article = self.prepare(article);
        let notes = chancery_intake::language::check(&article).into_iter().collect();
        let syntax = self.parse(&article);
        let mentions = chancery_mention::find(&article, &syntax, &self.world);
        let findings = chancery_event::read(&article, &syntax, &mentions, &self.world);
        Reading { article, syntax, mentions, findings, notes }
    }

    /// The article with the regions of its text that are not the story; those that it brings are
    /// kept.
    pub fn prepare(&self, mut article: Article) -> Article {
        if article.regions.is_empty() {
            article.regions = chancery_intake::regions::find(&article);
        }
        article
    }

    /// The syntax alone, of an article that is [prepared](Self::prepare).
    pub fn parse(&self, article: &Article) -> Syntax {
        let known = |name: &str| names::known(&self.world, name);
        chancery_syntax::parse_knowing(article, &self.model, known)
    }

    /// What fusing needs of a reading whose event mentions stand at `spans` (bytes of its text).
    pub fn sketch(&self, reading: &Reading, spans: &[article::Span]) -> fuse::Report {
        let Reading { article, syntax, mentions, findings, .. } = reading;
        fuse::sketch(article, syntax, mentions, findings, &self.model, &self.fusing, spans)
    }

    /// The model of fusing, for a store that compares reports as they arrive: see
    /// [`chancery_fuse`].
    pub fn fusing(&self) -> &fuse::FuseModel {
        &self.fusing
    }

    /// The event of each mention of each report: mentions of one event bear one id, whatever the
    /// order of the reports.
    ///
    /// ```
    /// use chancery::{Article, Chancery, article::Span};
    ///
    /// let chancery = Chancery::embedded();
    /// let report = |id: &str, text: &str, act: &str| {
    ///     let start = text.find(act).expect("the act stands in the text") as u32;
    ///     let span = Span::new(start, start + act.len() as u32);
    ///     chancery.sketch(&chancery.read(Article::new(id, text)), &[span])
    /// };
    /// let events = chancery.fuse(vec![
    ///     report("a", "An explosion killed nine miners in Zonguldak on Friday.", "explosion"),
    ///     report("b", "Nine miners died in an explosion in Zonguldak.", "explosion"),
    ///     report("c", "The senate of Peru approved the budget.", "approved"),
    /// ]);
    /// assert_eq!(events[0], events[1]);
    /// assert_ne!(events[0], events[2]);
    /// ```
    pub fn fuse(&self, reports: Vec<fuse::Report>) -> Vec<Vec<String>> {
        fuse::fuse(&reports, &self.fusing)
    }

    /// How a reading came about: what the lexicon saw at each word, what every event rests on, what
    /// lost and why. Computed anew; the article's and the lexicon's decisions are those of
    /// [`Self::read`].
    pub fn trace(&self, reading: &Reading) -> event::trace::Trace {
        let Reading { article, syntax, mentions, .. } = reading;
        event::trace::trace(article, syntax, mentions, &self.world)
    }

    /// What the engine knows of the world.
    pub fn world(&self) -> &World {
        &self.world
    }
}
