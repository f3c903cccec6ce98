//! Case files: headings, prose and fenced blocks.

/// One case: a heading, a text, what is expected of it.
pub struct Case {
    pub heading: String,
    /// Line number of the heading.
    pub line: usize,
    /// The heading ends in `{todo}`: a known gap, which must fail.
    pub todo: bool,
    /// The text block.
    pub text: Block,
    /// The expectation blocks.
    pub expected: Vec<Block>,
}

/// A fenced block.
pub struct Block {
    /// The fence's first word: `text`, `events` …
    pub kind: String,
    /// The rest of the fence line.
    pub attributes: String,
    /// Its lines, each with its number.
    pub lines: Vec<(usize, String)>,
}

impl Block {
    /// The block's text.
    pub fn body(&self) -> String {
        self.lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// The cases of a file, or what is wrong with it.
pub fn cases(markdown: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let mut heading: Option<(usize, String)> = None;
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines = markdown.lines().enumerate().map(|(i, line)| (i + 1, line));
    while let Some((number, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("# ") {
            close(heading.take(), &mut blocks, &mut cases)?;
            heading = Some((number, title.trim().to_owned()));
        } else if let Some(fence) = line.strip_prefix("```") {
            let (kind, attributes) = fence.split_once(' ').unwrap_or((fence, ""));
            let mut block = Block {
                kind: kind.to_owned(),
                attributes: attributes.to_owned(),
                lines: Vec::new(),
            };
            loop {
                match lines.next() {
                    None => return Err(format!("line {number}: the fence is never closed")),
                    Some((_, "```")) => break,
                    Some((number, line)) => block.lines.push((number, line.to_owned())),
                }
            }
            blocks.push(block);
        }
    }
    close(heading, &mut blocks, &mut cases)?;
    Ok(cases)
}

fn close(
    heading: Option<(usize, String)>,
    blocks: &mut Vec<Block>,
    cases: &mut Vec<Case>,
) -> Result<(), String> {
    let Some((line, heading)) = heading else {
        return match blocks.is_empty() {
            true => Ok(()),
            false => Err("a block stands before the first heading".to_owned()),
        };
    };
    let (texts, expected): (Vec<_>, Vec<_>) =
        std::mem::take(blocks).into_iter().partition(|b| b.kind == "text");
    let Ok([text]) = <[Block; 1]>::try_from(texts) else {
        return Err(format!("line {line}: # {heading}: a case has exactly one text block"));
    };
    if expected.is_empty() {
        return Err(format!("line {line}: # {heading}: a case expects something"));
    }
    let plain = heading.strip_suffix("{todo}").map(str::trim);
    cases.push(Case {
        todo: plain.is_some(),
        heading: plain.unwrap_or(&heading).to_owned(),
        line,
        text,
        expected,
    });
    Ok(())
}
