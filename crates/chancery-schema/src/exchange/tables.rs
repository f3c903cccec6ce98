//! Codes of other people's inventories, from `data/exchange`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

type Table = BTreeMap<&'static str, Vec<&'static str>>;

static COUNTRIES: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../../data/exchange/countries.tsv")));
static SECTORS: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../../data/exchange/sectors.tsv")));
static GROUPS: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../../data/exchange/groups.tsv")));
static STATES: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../../data/exchange/us_states.tsv")));

/// A table by its first column.
fn table(words: &'static str) -> Table {
    let rows = words.lines().skip(1).filter(|line| !line.is_empty());
    rows.map(|line| {
        let mut cells = line.split('\t');
        (cells.next().unwrap_or_default(), cells.collect())
    })
    .collect()
}

fn cell(table: &Table, key: &str, column: usize) -> Option<&'static str> {
    table.get(key)?.get(column).copied().filter(|cell| !cell.is_empty())
}

/// English name of a country by its ISO 3166-1 alpha-3 code.
pub(super) fn country_name(iso: &str) -> Option<&'static str> {
    cell(&COUNTRIES, iso, 0)
}

/// CAMEO's code of a country.
pub(super) fn cameo_country(iso: &str) -> Option<&'static str> {
    cell(&COUNTRIES, iso, 1)
}

/// FIPS 10-4 code of a country.
pub(super) fn fips(iso: &str) -> Option<&'static str> {
    cell(&COUNTRIES, iso, 2)
}

/// FIPS 10-4 letters of a state of the United States, by its name.
pub(super) fn us_state(name: &str) -> Option<&'static str> {
    cell(&STATES, name, 0)
}

/// CAMEO's role code of a PLOVER sector.
pub(super) fn cameo_role(sector: &str) -> Option<&'static str> {
    cell(&SECTORS, sector, 0)
}

/// The sector as ICEWS names it.
pub(super) fn icews_sector(sector: &str) -> Option<&'static str> {
    cell(&SECTORS, sector, 1)
}

/// CAMEO's region and code of a known group, by its id in the registry.
pub(super) fn known_group(id: &str) -> Option<(Option<&'static str>, &'static str)> {
    Some((cell(&GROUPS, id, 0), cell(&GROUPS, id, 1)?))
}
