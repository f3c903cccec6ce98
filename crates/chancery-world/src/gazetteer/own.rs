//! A user's own places, laid over ours.

use super::{Candidate, Gazetteer, NameForm, NameId, OWN, PlaceClass, PlaceId, RECORD};
use crate::Country;
use crate::gazetteer_fold::fold_name;
use fst::Streamer;
use fst::raw::{Builder, Fst};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// A row that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableError {
    /// Its line, counted from 1.
    pub line: usize,
    /// What is wrong with it, and what it should be.
    pub reason: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for TableError {}

const COLUMNS: [&str; 9] = [
    "name",
    "latitude",
    "longitude",
    "country",
    "kind",
    "admin1",
    "geonames",
    "population",
    "aliases",
];
const KINDS: [(&str, PlaceClass, u8); 7] = [
    ("country", PlaceClass::Country, 0),
    ("admin1", PlaceClass::Admin1, 1),
    ("admin2", PlaceClass::Admin2, 2),
    ("settlement", PlaceClass::Settlement, 3),
    ("region", PlaceClass::Region, 4),
    ("continent", PlaceClass::Continent, 5),
    ("facility", PlaceClass::Facility, 6),
];
/// Names stand in a byte: no more than this many places under one name.
const MOST: usize = 60;

impl Gazetteer {
    /// This gazetteer with the places of a table of the user's own, which come first: a name in the
    /// table stands for the table's places only, whatever it stood for before.
    ///
    /// The table is tab-separated, its first line names the columns: `name`, `latitude` and
    /// `longitude` (degrees north and east) must be there; `country` (ISO 3166-1 alpha-3), `kind`
    /// (country, admin1, admin2, settlement, region, continent, facility; settlement when absent),
    /// `admin1` (the name of the first-level division), `geonames` (id), `population` and `aliases`
    /// (apart by `|`) may be. Empty lines and lines that begin with `#` are skipped.
    ///
    /// ```
    /// # use chancery_world::Gazetteer;
    /// let table = "name\tlatitude\tlongitude\tcountry\tkind\nPunggye\t41.28\t129.09\tPRK\tfacility\n";
    /// let gazetteer = Gazetteer::embedded().with_table(table).unwrap();
    /// assert!(gazetteer.place(gazetteer.lookup("Punggye")[0].place).own);
    ///
    /// let error = Gazetteer::embedded().with_table("name\tlatitude\tlongitude\nX\tnorth\t2\n");
    /// assert_eq!(
    ///     error.err().unwrap().to_string(),
    ///     "line 2: latitude \"north\" is no number from -90 to 90"
    /// );
    /// ```
    ///
    /// # Errors
    /// The first line that cannot be read, and why.
    pub fn with_table(mut self, table: &str) -> Result<Self, TableError> {
        let mut own: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
        let mut rows = lines(table);
        let Some((line, head)) = rows.next() else { return Ok(self) };
        let columns = columns(line, head)?;
        for (line, row) in rows {
            let row = Row { line, columns: &columns, cells: row.split('\t').collect() };
            let place = self.add(&row)?;
            let aliases = row.cell("aliases").split('|').map(|a| (a, NameForm::Alias));
            for (name, form) in std::iter::once((row.cell("name"), NameForm::Name)).chain(aliases) {
                let key = fold_name(name);
                let list = own.entry(key).or_default();
                if list.len() < MOST && !list.iter().any(|c| c.place == place) {
                    list.push(Candidate { place, form });
                }
            }
        }
        own.remove("");
        self.lay_over(own);
        Ok(self)
    }

    fn add(&mut self, row: &Row<'_>) -> Result<PlaceId, TableError> {
        let name = row.cell("name");
        if fold_name(name).is_empty() || name.len() > usize::from(u16::MAX) {
            return row.wrong(format!("name {name:?} has no letters, or too many"));
        }
        let latitude = row.number("latitude", 90.0)?;
        let longitude = row.number("longitude", 180.0)?;
        let country = row.cell("country");
        if !country.is_empty() && Country::from_code(country).is_none() {
            return row.wrong(format!(
                "country {country:?} is no ISO 3166-1 alpha-3 code; write POL, KOR, USA"
            ));
        }
        let kind = row.cell("kind");
        let kind = if kind.is_empty() { "settlement" } else { kind };
        let Some((_, _, class)) = KINDS.iter().find(|(word, ..)| *word == kind) else {
            let known: Vec<&str> = KINDS.iter().map(|(word, ..)| *word).collect();
            return row.wrong(format!("kind {kind:?} is none of {}", known.join(", ")));
        };
        let division = row.cell("admin1");
        let admin1 = match division {
            "" => None,
            _ => match self.division(division, Country::from_code(country)) {
                Some(found) => Some(found),
                None => {
                    return row.wrong(format!("admin1 {division:?} is no division of {country:?}"));
                }
            },
        };
        let id = PlaceId(self.len() as u32);
        let at = self.strings.len() as u32;
        self.strings.to_mut().push_str(name);
        let record = self.places.to_mut();
        record.extend(at.to_le_bytes());
        record.extend(latitude.to_le_bytes());
        record.extend(longitude.to_le_bytes());
        record.extend(row.whole("geonames")?.to_le_bytes());
        record.extend(row.whole("population")?.to_le_bytes());
        record.extend(admin1.map_or(u32::MAX, |PlaceId(id)| id).to_le_bytes());
        let code = if country.is_empty() { "\0\0\0" } else { country };
        record.extend(code.as_bytes());
        record.push(*class);
        record.extend((name.len() as u16).to_le_bytes());
        record.extend([0, OWN]);
        debug_assert_eq!(record.len() % RECORD, 0);
        Ok(id)
    }

    fn division(&self, name: &str, country: Option<Country>) -> Option<PlaceId> {
        self.lookup(name).into_iter().map(|c| c.place).find(|id| {
            let place = self.place(*id);
            place.class == PlaceClass::Admin1 && (country.is_none() || place.country == country)
        })
    }

    /// One map of both tables' names; where both know a name, ours is gone.
    fn lay_over(&mut self, own: BTreeMap<String, Vec<Candidate>>) {
        let postings = self.postings.to_mut();
        let mut added = own.into_iter().map(|(key, list)| {
            let first = postings.len() as u64 / 4;
            for candidate in &list {
                let form = match candidate.form {
                    NameForm::Name => 0,
                    NameForm::Alias => 1,
                    NameForm::Bare => 2,
                    NameForm::Abbreviation => 3,
                };
                postings.extend((candidate.place.0 << 3 | form).to_le_bytes());
            }
            (key.into_bytes(), NameId(first << 8 | list.len() as u64))
        });
        let mut next = added.next();
        let mut map = Builder::memory();
        let mut insert = |key: &[u8], NameId(value): NameId| {
            map.insert(key, value).expect("both tables are in order, and no key comes twice");
        };
        let mut stream = self.names.stream();
        while let Some((key, value)) = stream.next() {
            while let Some((own_key, own_value)) = next.take_if(|(own, _)| own.as_slice() < key) {
                insert(&own_key, own_value);
                next = added.next();
            }
            match next.take_if(|(own, _)| own.as_slice() == key) {
                Some((own_key, own_value)) => {
                    insert(&own_key, own_value);
                    next = added.next();
                }
                None => insert(key, NameId(value.value())),
            }
        }
        while let Some((own_key, own_value)) = next {
            insert(&own_key, own_value);
            next = added.next();
        }
        let bytes = map.into_inner().expect("a map in memory can be finished");
        self.names = Fst::new(Cow::Owned(bytes)).expect("we wrote this map");
    }
}

fn lines(table: &str) -> impl Iterator<Item = (usize, &str)> {
    table
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

fn columns(line: usize, head: &str) -> Result<Vec<&str>, TableError> {
    let columns: Vec<&str> = head.split('\t').map(str::trim).collect();
    let unknown = columns.iter().find(|column| !COLUMNS.contains(column));
    let missing = COLUMNS[..3].iter().find(|column| !columns.contains(column));
    let reason = match (unknown, missing) {
        (Some(unknown), _) => {
            format!("no column {unknown:?}; the first line names some of {}", COLUMNS.join(", "))
        }
        (None, Some(missing)) => format!("the column {missing:?} is missing"),
        (None, None) => return Ok(columns),
    };
    Err(TableError { line, reason })
}

struct Row<'t> {
    line: usize,
    columns: &'t [&'t str],
    cells: Vec<&'t str>,
}

impl<'t> Row<'t> {
    fn cell(&self, column: &str) -> &'t str {
        let at = self.columns.iter().position(|c| *c == column);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    fn wrong<T>(&self, reason: String) -> Result<T, TableError> {
        Err(TableError { line: self.line, reason })
    }

    /// Degrees, no farther from zero than `most`.
    fn number(&self, column: &str, most: f32) -> Result<f32, TableError> {
        let cell = self.cell(column);
        match cell.parse::<f32>() {
            Ok(number) if (-most..=most).contains(&number) => Ok(number),
            _ => self.wrong(format!("{column} {cell:?} is no number from -{most} to {most}")),
        }
    }

    /// A whole number; 0 when the cell is empty.
    fn whole(&self, column: &str) -> Result<u32, TableError> {
        let cell = self.cell(column);
        match cell.parse() {
            Ok(number) => Ok(number),
            Err(_) if cell.is_empty() => Ok(0),
            Err(_) => self.wrong(format!("{column} {cell:?} is no whole number")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name\tlatitude\tlongitude\tcountry\tkind\tadmin1\tgeonames\taliases\n";

    #[test]
    fn a_users_place_stands_for_its_name() {
        let table = format!(
            "{HEAD}Paris\t43.2\t-80.4\tCAN\tsettlement\tOntario\t6942553\tGrand River Forks\n"
        );
        let gazetteer = Gazetteer::embedded().with_table(&table).expect("the table is right");
        for name in ["Paris", "paris", "Grand River Forks"] {
            let found = gazetteer.lookup(name);
            assert_eq!(found.len(), 1);
            let place = gazetteer.place(found[0].place);
            assert_eq!((place.name, place.geonames, place.own), ("Paris", Some(6_942_553), true));
            let division = gazetteer.place(place.admin1.expect("it has a division"));
            assert_eq!(division.name, "Ontario");
        }
        let old = Gazetteer::embedded();
        for name in ["Warsaw", "Aachen", "Zwolle", "Parish"] {
            assert_eq!(gazetteer.lookup(name), old.lookup(name), "{name} is as it was");
        }
    }

    #[test]
    fn errors_name_the_line() {
        let told = |rows: &str| {
            let error = Gazetteer::embedded().with_table(&format!("{HEAD}{rows}"));
            error.err().map(|e| (e.line, e.reason)).expect("the table is wrong")
        };
        assert_eq!(told("\n# a note\nX\t91\t0\n").0, 4);
        assert!(told("X\t1\t1\tPoland\n").1.contains("alpha-3"));
        assert!(told("X\t1\t1\tPOL\tvillage\n").1.contains("settlement"));
        assert!(told("X\t1\t1\tPOL\t\tTexas\n").1.contains("no division"));
        assert!(told("X\t1\t1\tPOL\t\t\tmany\n").1.contains("whole number"));
        assert!(told("\t1\t1\n").1.contains("no letters"));
        let head = |head: &str| Gazetteer::embedded().with_table(head).err().map(|e| e.reason);
        assert!(head("name\tlat\n").is_some_and(|r| r.contains("no column \"lat\"")));
        assert!(head("name\tlatitude\n").is_some_and(|r| r.contains("\"longitude\" is missing")));
        assert_eq!(head(""), None);
    }
}
