//! Reads files of any format and prints for each its articles, what was said, and MB/s.
use std::fs::File;
use std::io::{BufReader, Write};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let file = File::open(&path)?;
        let size = file.metadata()?.len() as f64 / 1e6;
        let begun = Instant::now();
        let input = Box::new(BufReader::with_capacity(1 << 16, file));
        let (mut read, mut said, mut text) = (0, 0, 0);
        match chancery_intake::open(input, &path, None, &chancery_intake::Defaults::default()) {
            Err(refusal) => writeln!(out, "{refusal}")?,
            Ok(articles) => {
                for item in articles {
                    match item {
                        Ok(article) => {
                            read += 1;
                            text += article.text().len();
                        }
                        Err(_) => said += 1,
                    }
                }
            }
        }
        let seconds = begun.elapsed().as_secs_f64();
        writeln!(
            out,
            "{path}: {read} articles, {said} messages, {size:.1} MB read in {seconds:.2} s, \
             {:.1} MB/s; {:.1} MB of text",
            size / seconds,
            text as f64 / 1e6
        )?;
    }
    Ok(())
}
