use std::path::PathBuf;
use thiserror::Error;

/// Why a store cannot be opened, read or written. Each says what to do.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no file.
    #[error("{0}: there is no store; make one with: chancery ingest SOURCE --store {0}")]
    Missing(PathBuf),
    /// A file, but none of ours.
    #[error("{0}: this is no store of Chancery; give another file")]
    Foreign(PathBuf),
    /// Made by a later program.
    #[error(
        "{path}: the store has version {found}, and this program knows versions up to {known}; use the \
         newer program that made it"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// Made by an earlier program, and opened only to be read.
    #[error(
        "{path}: the store has version {found}, this program reads version {known}; bring it up with: \
         chancery ingest --store {path}"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It may not be written.
    #[error("{0}: the store may not be written; give write permission to the file and its folder")]
    ReadOnly(PathBuf),
    /// No room left.
    #[error(
        "{0}: the disk is full; what was acknowledged is stored: free some room and run the same command again"
    )]
    Full(PathBuf),
    /// Another program writes.
    #[error("{0}: another program is writing this store; wait until it has ended")]
    Busy(PathBuf),
    /// The file is damaged.
    #[error("{0}: the store is damaged ({1}); restore it from a copy, or ingest into a new one")]
    Damaged(PathBuf, String),
    /// A query that ran too long.
    #[error("the query took longer than {0} s; narrow it, or give more time with --timeout")]
    Timeout(f64),
    /// A statement that is no query.
    #[error("only queries are allowed (SELECT, WITH, VALUES, EXPLAIN), one at a time: {0}")]
    NotAQuery(String),
    /// A fault in a query of the user's.
    #[error("{0}")]
    Query(String),
    /// A record that cannot be read back.
    #[error("the record of article {article:?} cannot be read: {why}")]
    Record {
        /// The article's id.
        article: String,
        /// Why.
        why: String,
    },
    /// All else.
    #[error("{path}: {error}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        error: rusqlite::Error,
    },
}

/// What SQLite says, in our words where we know better.
pub(crate) fn told(path: &std::path::Path, error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode as Code;
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(Code::DiskFull) => StoreError::Full(path),
        Some(Code::ReadOnly) => StoreError::ReadOnly(path),
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::Busy(path),
        Some(Code::NotADatabase) => StoreError::Foreign(path),
        Some(Code::DatabaseCorrupt) => StoreError::Damaged(path, error.to_string()),
        Some(Code::CannotOpen) if path.exists() => StoreError::ReadOnly(path),
        _ => StoreError::Sqlite { path, error },
    }
}
