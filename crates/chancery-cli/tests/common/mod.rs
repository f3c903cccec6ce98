//! The program run as a user runs it.

use assert_cmd::Command;
use std::path::Path;

pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn chancery(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::cargo_bin("chancery").expect("the program is built");
    let output = command.current_dir(folder).args(arguments).output().expect("it runs");
    Outcome {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("it writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("it writes UTF-8"),
    }
}
