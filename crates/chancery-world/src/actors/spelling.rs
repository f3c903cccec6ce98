//! How an alias must be written. The build script includes this file too, so that our tables and a
//! user's are read alike.

/// How an alias must be written: 0 any, 1 capitalised, 2 in capitals, 3 with a capital somewhere,
/// 4 with several ("LeT" is not "Let").
pub fn case_of(alias: &str) -> u32 {
    let bare = alias.strip_prefix("the ").unwrap_or(alias);
    let letters: Vec<char> = bare.chars().filter(|c| c.is_alphabetic()).collect();
    let single = !bare.contains(' ');
    if single && letters.len() <= 5 && letters.iter().all(|c| c.is_uppercase()) {
        2
    } else if single
        && letters.len() <= 5
        && letters.iter().filter(|c| c.is_uppercase()).count() > 1
    {
        4
    } else if bare.chars().next().is_some_and(char::is_lowercase) {
        3
    } else {
        1
    }
}
