//! The commands beside `code` answer, and say how they are used.

use assert_cmd::Command;

fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("chancery").expect("the program is built");
    let output = command.args(arguments).output().expect("it runs");
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stdout).expect("it writes UTF-8"),
        String::from_utf8(output.stderr).expect("it writes UTF-8"),
    )
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in [
        "code", "parse", "explain", "eval", "fuse", "demo", "actors", "lexicon", "ingest",
        "timeline", "series", "events", "claims", "calendar", "search", "sql",
    ] {
        let (code, out, _) = run(&[command, "--help"]);
        assert_eq!(code, 0, "{command}");
        assert!(out.contains("Example"), "{command}\n{out}");
    }
    assert!(run(&["--help"]).1.contains("Exit codes"));
    assert_eq!(run(&["--version"]).0, 0);
}

#[test]
fn the_demo_shows_articles_and_a_timeline() {
    let (code, out, err) = run(&["demo"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("Timeline"));
    assert!(out.contains(" articles, "));
    assert!(!out.contains('\u{1b}'), "no colours beside a terminal");
}

#[test]
fn eval_scores_and_holds_a_threshold() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let gold = folder.path().join("gold.conllu");
    let sentence = "# text = They met.\n\
        1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n\
        2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\
        3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";
    std::fs::write(&gold, sentence).expect("a file");
    let gold = gold.display().to_string();
    let (code, out, _) = run(&["eval", "syntax", &gold, "--threshold", "Words.f1=0.5"]);
    assert_eq!(code, 0);
    assert!(out.contains("LAS"), "{out}");
    let (code, _, err) = run(&["eval", "syntax", &gold, "--threshold", "1000"]);
    assert_eq!(code, 1);
    assert!(err.contains("below the threshold 1000"), "{err}");
    let (code, _, err) = run(&["eval", "chess", &gold]);
    assert_eq!(code, 2);
    assert!(err.contains("the tasks are syntax, entities"), "{err}");
    let (code, _, err) = run(&["eval", "time", "nosuch.jsonl"]);
    assert_eq!(code, 2);
    assert!(err.contains("nosuch.jsonl"), "{err}");
}
