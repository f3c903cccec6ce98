//! The registry of actors from outside: a user's table, extracts, checks, coverage.

use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("chancery").expect("the program is built");
    let output = command.args(arguments).output().expect("it runs");
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stdout).expect("it writes UTF-8"),
        String::from_utf8(output.stderr).expect("it writes UTF-8"),
    )
}

fn write(folder: &Path, name: &str, words: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, words).expect("a file");
    path.display().to_string()
}

const MINE: &str = "kind\tname\taliases\tscope\trole\tstart\tsectors\n\
    person\tMarit Testa\t\tNOR\tforeign minister\t2031-02-01\t\n\
    organisation\tSkerry Forum\tSKF\tIGO\t\t\tGOV\n";

const ARTICLE: &str = "published: 2031-05-06\n\n\
    Norwegian Foreign Minister Testa met the Swedish defence minister on Tuesday.\n\
    The Skerry Forum condemned the attack.\n";

#[test]
fn every_subcommand_has_help_with_an_example() {
    for command in ["coverage", "check", "import"] {
        let (code, out, _) = run(&["actors", command, "--help"]);
        assert_eq!(code, 0, "{command}");
        assert!(out.contains("Examples"), "{command}\n{out}");
    }
}

#[test]
fn a_table_of_ones_own_goes_before_ours() {
    let folder = TempDir::new().expect("a folder");
    let mine = write(folder.path(), "mine.tsv", MINE);
    let article = write(folder.path(), "article.txt", ARTICLE);
    let coded = |arguments: &[&str]| {
        let (code, out, err) = run(&[&["code", "--format", "csv"], arguments].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        out
    };
    let with = coded(&["--actors", &mine, &article]);
    assert!(with.contains("Marit Testa") && with.contains("Skerry Forum,IGO"), "{with}");
    assert!(!coded(&[&article]).contains("Marit Testa"));
}

#[test]
fn a_fault_is_told_with_file_and_line() {
    let folder = TempDir::new().expect("a folder");
    let bad = "kind\tname\tscope\tstart\nperson\tA B\tNOR\t\nperson\tC D\tNOR\t2031-44\n";
    let bad = write(folder.path(), "bad.tsv", bad);
    let article = write(folder.path(), "article.txt", ARTICLE);
    let (code, out, err) = run(&["code", "--actors", &bad, &article]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("bad.tsv:3: start \"2031-44\" is no date"), "{err}");
    assert!(err.contains("1 fault; nothing of it was used"), "{err}");
    let (code, _, err) = run(&["code", "--actors", "nosuch.tsv", &article]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot read nosuch.tsv"), "{err}");
}

/// What the query of docs/actors.md answers, with persons of our own making.
const QUERY: &str = r#"{"head": {}, "results": {"bindings": [
  {"person": {"type": "uri", "value": "http://www.wikidata.org/entity/Q900001"},
   "personLabel": {"value": "Ole Prøve"}, "personAltLabel": {"value": "Prøve, Ole K. Prøve"},
   "iso": {"value": "NOR"}, "positionLabel": {"value": "Norwegian Minister of Defence"},
   "start": {"value": "2031-01-01T00:00:00Z"}, "startPrecision": {"value": "9"},
   "genderLabel": {"value": "male"}},
  {"person": {"value": "http://www.wikidata.org/entity/Q900002"}, "personLabel": {"value": "Eva Probe"},
   "iso": {"value": "DEU"}, "positionLabel": {"value": "Federal Minister for Magic"}},
  {"person": {"value": "http://www.wikidata.org/entity/Q900003"}, "personLabel": {"value": "Q900003"},
   "iso": {"value": "USA"}, "positionLabel": {"value": "United States Secretary of State"}},
  {"person": {"value": "http://www.wikidata.org/entity/Q900004"}, "personLabel": {"value": "Mark Rutte"},
   "iso": {"value": "NLD"}, "positionLabel": {"value": "Prime Minister of the Netherlands"},
   "start": {"value": "2010-10-14T00:00:00Z"}, "end": {"value": "2024-07-02T00:00:00Z"}}
]}}"#;

#[test]
fn an_extract_of_wikidata_becomes_a_table() {
    let folder = TempDir::new().expect("a folder");
    let query = write(folder.path(), "query.json", QUERY);
    let (code, out, err) = run(&["actors", "import", &query]);
    assert_eq!(code, 1, "two rows were not used");
    let rows: Vec<&str> = out.lines().skip(1).collect();
    let ole =
        "person\tOle Prøve\tOle K. Prøve\tNOR\tdefence-minister\t2031\t\t\t\tm\twikidata:Q900001";
    assert_eq!(rows, [ole], "what is known already is left out");
    assert!(
        err.contains("query.json: row 2: no office is known for \"Federal Minister for Magic\"")
    );
    assert!(err.contains("row 3: Q900003 has no English label"), "{err}");
    assert!(err.contains("2 rows read, 1 of them known to the registry, 2 not used"), "{err}");
    // What import writes, code reads.
    let table = write(folder.path(), "mine.tsv", &out);
    let (code, all, _) = run(&["actors", "import", "--all", &table]);
    assert_eq!((code, all), (0, out));
    let flat = r#"[{"groupLabel": "Kelp Brigade", "iso": "NOR", "sectors": "REB"}]"#;
    let flat = write(folder.path(), "flat.json", flat);
    assert!(run(&["actors", "import", &flat]).1.contains("group\tKelp Brigade\t\tNOR\t\t\t\tREB"));
    let broken = write(folder.path(), "broken.json", "{\"a\": 1}");
    let (code, _, err) = run(&["actors", "import", &broken]);
    assert_eq!(code, 2);
    assert!(err.contains("neither results.bindings nor a list"), "{err}");
}

#[test]
fn check_finds_overlaps_gaps_and_names_of_two_things() {
    let folder = TempDir::new().expect("a folder");
    let table = "kind\tname\tscope\trole\tstart\tend\n\
        person\tAda One\tNRU\tdefence minister\t2031-01-01\t2032-01-01\n\
        person\tBo Two\tNRU\tdefence minister\t2031-06-01\t2033-01-01\n\
        person\tCy Three\tNRU\tdefence minister\t2034-01-01\t\n";
    let table = write(folder.path(), "mine.tsv", table);
    let (code, out, err) = run(&["actors", "check", &table]);
    assert_eq!(code, 0, "{err}");
    let overlap = "overlap\tNRU\tdefence-minister\t2031-06-01\t2032-01-01\tAda One and Bo Two";
    let gap = "gap\tNRU\tdefence-minister\t2033-01-01\t2034-01-01\tBo Two, then Cy Three";
    assert!(out.contains(overlap) && out.contains(gap), "{out}");
    assert!(err.contains("found: 1 overlap, 1 gap, 0 order"), "{err}");
    let bad = write(folder.path(), "bad.tsv", "kind\tname\nghost\tA\n");
    assert_eq!(run(&["actors", "check", &bad]).0, 1);
    let (code, out, _) = run(&["actors", "check", "--country", "KOR", "--only", "order"]);
    assert_eq!((code, out.lines().count()), (0, 1), "{out}");
}

#[test]
fn coverage_says_where_we_are_blind() {
    let folder = TempDir::new().expect("a folder");
    let (code, out, _) = run(&["actors", "coverage", "--since", "2020", "--until", "2021"]);
    assert_eq!(code, 0);
    assert!(out.contains("2020") && out.contains("Blind for the foreign minister"), "{out}");
    let mine = "kind\tname\tscope\trole\tstart\nperson\tA B\tNRU\tdefence minister\t2020-01-01\n";
    let mine = write(folder.path(), "mine.tsv", mine);
    let nauru = ["actors", "coverage", "--country", "NRU", "--since", "2019", "--format", "tsv"];
    let row = |more: &[&str]| {
        let out = run(&[&nauru[..], more].concat()).1;
        out.lines().find(|l| l.contains("defence-minister")).map(str::to_owned)
    };
    assert_eq!(row(&[]).unwrap(), "NRU\tNauru\tdefence-minister\t8\t0\t2019-2026");
    assert_eq!(row(&["--actors", &mine]).unwrap(), "NRU\tNauru\tdefence-minister\t8\t7\t2019");
}
