//! The bundled articles: stories about real events of 2023 to 2025, written for this project in
//! the manner of news agencies, from invented publishers. They lie in `examples/articles`.

use chancery::Article;

/// The files, packed by the build script: name and contents.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// The bundled articles, in the order of their file names.
///
/// ```
/// let articles = chancery_eval::bundled::articles();
/// assert!(articles.len() >= 25);
/// assert!(articles.iter().all(|a| a.published.is_some() && a.publisher.is_some()));
/// ```
pub fn articles() -> Vec<Article> {
    FILES.iter().map(|(name, contents)| headed(name, contents)).collect()
}

/// An article whose first lines say what is known about it (`title:`, `publisher:`, `published:`,
/// `url:`, `id:`); an empty line, then the text. Without an `id:` the name serves.
pub fn headed(name: &str, contents: &str) -> Article {
    let (head, body) = contents.split_once("\n\n").unwrap_or(("", contents));
    let mut article = Article::new(name, body.trim_end());
    for line in head.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().to_owned();
        match key {
            "id" => article.id = value,
            "title" => article.title = Some(value),
            "publisher" => article.publisher = Some(value),
            "published" => article.published = value.parse().ok(),
            "url" => article.url = Some(value),
            "language" => article.language = Some(value),
            _ => {}
        }
    }
    article
}
