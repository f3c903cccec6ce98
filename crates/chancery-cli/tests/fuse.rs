//! `chancery fuse`: given mentions in, their events out; what cannot be read is told by its line.

use assert_cmd::Command;

fn fuse(lines: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("chancery").expect("the program is built");
    let output = command.args(["fuse", "-"]).write_stdin(lines).output().expect("it runs");
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stdout).expect("it writes UTF-8"),
        String::from_utf8(output.stderr).expect("it writes UTF-8"),
    )
}

const LINES: &str = r#"{"id":"a","text":"Peru’s senate approved the budget.","mentions":[{"id":"m1","start":14,"end":22}]}
{"id":"b","text":"The senate of Peru approved the budget on Monday.","published":"2024-05-06","mentions":[{"id":7,"start":19,"end":27},{"id":8,"start":41,"end":41}]}
"#;

#[test]
fn mentions_of_one_event_bear_one_id() {
    let (code, out, err) = fuse(LINES);
    assert_eq!((code, err.as_str()), (0, ""));
    let rows: Vec<serde_json::Value> =
        out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!((&rows[0]["id"], &rows[1]["id"]), (&"a".into(), &"b".into()));
    assert_eq!(rows[1]["mentions"][0]["id"], 7);
    assert_eq!(rows[0]["mentions"][0]["event"], rows[1]["mentions"][0]["event"]);
    let turned: String = LINES.lines().rev().map(|l| format!("{l}\n")).collect();
    let again = fuse(&turned).1;
    assert_eq!(again.lines().rev().collect::<Vec<_>>(), out.lines().collect::<Vec<_>>());
}

#[test]
fn a_copy_names_the_earliest_article_that_prints_its_story() {
    let story = "Delegations from Moldova and Romania opened two days of talks on river transport in Galati on \
        Tuesday, the first such meeting since the spring floods damaged three locks and stopped barges.";
    let line = |id: &str, day: &str, text: String| {
        serde_json::json!({"id": id, "text": text, "published": day, "mentions": []}).to_string()
    };
    let lines = [
        line("late", "2024-05-08", format!("BARGES AND LOCKS\n\n{story}")),
        line("first", "2024-05-07", story.to_owned()),
        line("other", "2024-05-07", "The senate of Peru approved the budget.".to_owned()),
    ];
    let (code, out, err) = fuse(&lines.join("\n"));
    assert_eq!((code, err.as_str()), (0, ""));
    let rows: Vec<serde_json::Value> =
        out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(rows[0]["copy_of"], "first");
    assert!(rows[1].get("copy_of").is_none() && rows[2].get("copy_of").is_none(), "{out}");
}

#[test]
fn faults_name_line_and_field_and_the_rest_goes_on() {
    let bad = [
        (r#"{"id":"x""#, "not JSON"),
        (r#"[1]"#, "not a JSON object"),
        (r#"{"text":"Hi."}"#, "field id: missing"),
        (r#"{"id":"x","text":5}"#, "field text: not a string"),
        (r#"{"id":"x","text":"Hi."}"#, "field mentions: missing"),
        (
            r#"{"id":"x","text":"Hi.","mentions":[{"id":1,"start":0,"end":9}]}"#,
            "field mentions[0].end: 9 lies beyond the text of 3 characters",
        ),
        (
            r#"{"id":"x","text":"Hi.","mentions":[{"id":1,"start":2,"end":1}]}"#,
            "field mentions[0].end: before start",
        ),
        (
            r#"{"id":"x","text":"Hi.","mentions":[{"id":1,"start":-1,"end":1}]}"#,
            "field mentions[0].start: not a whole number",
        ),
        (
            r#"{"id":"x","text":"Hi.","mentions":[{"start":0,"end":1}]}"#,
            "field mentions[0].id: missing",
        ),
        (r#"{"id":"b","text":"Hi.","mentions":[]}"#, "field id: \"b\" stands on line 2 too"),
    ];
    for (line, fault) in bad {
        let (code, out, err) = fuse(&format!("{LINES}{line}\n"));
        assert_eq!((code, out.lines().count()), (1, 2), "{line}");
        assert!(err.contains(&format!("standard input, line 3: {fault}")), "{err}");
    }
    let (code, out, err) = fuse(r#"{"id":"x","text":"Hi.","published":"soon","mentions":[]}"#);
    assert_eq!((code, out.as_str()), (1, "{\"id\":\"x\",\"mentions\":[]}\n"));
    assert!(err.contains("line 1: field published"), "{err}");
    let (code, out, err) = fuse("\n");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("standard input: empty"), "{err}");
    let missing =
        Command::cargo_bin("chancery").expect("built").args(["fuse", "no.jsonl"]).output();
    assert_eq!(missing.expect("it runs").status.code(), Some(2));
}
