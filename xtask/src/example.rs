//! The README's example: the fence after `<!-- example: chancery … -->` holds what that command
//! prints.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::process::Command;

const OPENING: &str = "<!-- example: chancery ";
const FENCE: &str = "```\n";

/// Writes the output of the built program into README.md.
pub(crate) fn refresh(root: &Path) -> Result<()> {
    let program = root.join("target/release/chancery");
    ensure!(program.exists(), "{} is missing; cargo build --release first", program.display());
    let path = root.join("README.md");
    let words = fs::read_to_string(&path)?;
    let (before, rest) = words.split_once(OPENING).context("README.md holds no example")?;
    let (arguments, rest) = rest.split_once(" -->\n").context("the example names no command")?;
    let (_, rest) = rest.split_once(FENCE).context("no fence after the example's command")?;
    let (_, after) = rest.split_once(FENCE).context("the example's fence does not end")?;
    let output = Command::new(&program)
        .args(arguments.split_whitespace())
        .current_dir(root)
        .output()
        .with_context(|| program.display().to_string())?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = String::from_utf8(output.stdout)?;
    let new = format!(
        "{before}{OPENING}{arguments} -->\n{FENCE}$ chancery {arguments}\n{}\n{FENCE}{after}",
        output.trim_end()
    );
    fs::write(&path, new)?;
    Ok(())
}
