//! Opening a store: made where there is none, brought up when it is old, refused when it is newer.

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{StoreError, told};
use crate::write::{Names, Sketches};

/// The version of the schema that this program writes.
pub const VERSION: i64 = STEPS.len() as i64;

/// What brings a store from version `n` to `n + 1`; the first makes it. A released step is never
/// changed: a new version is a new step, and a committed store of the version before.
pub(crate) const STEPS: [&str; 1] = [include_str!("schema.sql")];

/// "Chan", which marks the file as ours.
const APPLICATION: i64 = 0x4368_616e;

/// Others may write at the moment: so long they are waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A store, open for reading or for writing too.
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) names: Names,
    pub(crate) sketches: Sketches,
}

impl Store {
    /// Opens a store for writing, making it where there is none. A store of an earlier version is
    /// brought up to ours.
    ///
    /// # Errors
    /// A file that is no store, is newer, or may not be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fault = |error| told(path, error);
        if std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly()) {
            return Err(StoreError::ReadOnly(path.to_owned()));
        }
        let mut connection = Connection::open(path).map_err(fault)?;
        connection.busy_timeout(PATIENCE).map_err(fault)?;
        let (found, empty) = version(&connection, path)?;
        if !(empty && found == 0) {
            check(&connection, path, found)?;
        }
        // WAL lets readers work while we write; FULL makes what is acknowledged outlast a power cut.
        let prepare = |connection: &Connection| {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "foreign_keys", true)?;
            connection.pragma_update(None, "cache_size", -64_000)?;
            connection.pragma_update(None, "temp_store", "MEMORY")
        };
        prepare(&connection).map_err(fault)?;
        bring_up(&mut connection, &STEPS).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(Self {
            connection,
            path: path.to_owned(),
            names: Names::default(),
            sketches: Sketches::default(),
        })
    }

    /// Opens a store for reading only. Works while another program writes.
    ///
    /// # Errors
    /// No file, a file that is no store, or one of another version.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let fault = |error| told(path, error);
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = match readable(Connection::open_with_flags(path, flags)) {
            Ok(connection) => connection,
            // A folder that may not be written has no room for the files that readers share: the
            // store is read as it stands.
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {
                let uri = format!("file:{}?immutable=1", escaped(path));
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                readable(Connection::open_with_flags(uri, flags)).map_err(fault)?
            }
            Err(error) => return Err(fault(error)),
        };
        connection.busy_timeout(PATIENCE).map_err(fault)?;
        let (found, empty) = version(&connection, path)?;
        if empty {
            // Whoever began it was stopped before the first table.
            return Err(StoreError::Missing(path.to_owned()));
        }
        check(&connection, path, found)?;
        if found < VERSION {
            return Err(StoreError::Older { path: path.to_owned(), found, known: VERSION });
        }
        let prepare = |connection: &Connection| {
            connection.pragma_update(None, "query_only", true)?;
            connection.pragma_update(None, "cache_size", -64_000)?;
            connection.pragma_update(None, "mmap_size", 1_i64 << 30)
        };
        prepare(&connection).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self {
            connection,
            path: path.to_owned(),
            names: Names::default(),
            sketches: Sketches::default(),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for measuring and for tests.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(crate) fn fault(&self, error: rusqlite::Error) -> StoreError {
        told(&self.path, error)
    }
}

/// The same connection, once it has answered.
fn readable(connection: rusqlite::Result<Connection>) -> rusqlite::Result<Connection> {
    let connection = connection?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

fn escaped(path: &Path) -> String {
    path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// The version that a file says it has, and whether it is empty.
fn version(connection: &Connection, path: &Path) -> Result<(i64, bool), StoreError> {
    let read = |connection: &Connection| {
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((version, tables == 0))
    };
    read(connection).map_err(|error| told(path, error))
}

fn check(connection: &Connection, path: &Path, found: i64) -> Result<(), StoreError> {
    let mark: i64 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| told(path, error))?;
    if mark != APPLICATION {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    if found > VERSION {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: VERSION });
    }
    Ok(())
}

/// Runs the steps that a store lacks, all or none.
pub(crate) fn bring_up(connection: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: usize = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found >= steps.len() {
        return Ok(());
    }
    for step in &steps[found..] {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "user_version", steps.len() as i64)?;
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_run_from_where_a_store_stands_and_all_or_none() {
        let steps = [
            "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);",
            "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1;",
        ];
        let mut connection = Connection::open_in_memory().unwrap();
        bring_up(&mut connection, &steps[..1]).unwrap();
        let broken = [steps[0], "UPDATE a SET x = 9; SELECT nothing FROM nowhere"];
        assert!(bring_up(&mut connection, &broken).is_err());
        let x: i64 = connection.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
        assert_eq!(x, 1);
        for _ in 0..2 {
            bring_up(&mut connection, &steps).unwrap();
            let y: i64 = connection.query_row("SELECT y FROM a", [], |row| row.get(0)).unwrap();
            assert_eq!(y, 2);
        }
    }
}
