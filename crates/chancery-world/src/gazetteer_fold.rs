// One spelling for all ways to write a name: what the tables are keyed by and texts are looked up
// with. Shared with the build script.

/// Appends the folded form of one word: lower case, Latin letters without their marks, apostrophes
/// and full stops dropped, "st" and "mt" written out.
pub(crate) fn fold_word(word: &str, out: &mut String) {
    let start = out.len();
    for letter in word.chars() {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            'A'..='Z' => out.push(letter.to_ascii_lowercase()),
            '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʻ' | '.' | '′' => {}
            _ if letter.is_ascii() => {}
            _ => out.push_str(plain(letter)),
        }
    }
    let long = match &out[start..] {
        "st" => "saint",
        "ste" => "sainte",
        "mt" => "mount",
        "ft" => "fort",
        _ => return,
    };
    out.truncate(start);
    out.push_str(long);
}

/// Words of a name: runs of letters, digits, apostrophes and full stops.
pub(crate) fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| {
        !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʻ' | '.' | '′'))
    })
    .flat_map(|piece| {
        // "W.Va." is two words, "U.S." and "Calif." one.
        let dotted = piece.split('.').filter(|p| !p.is_empty());
        let initials = dotted.clone().all(|p| p.chars().count() == 1);
        if initials { vec![piece] } else { dotted.collect() }
    })
    .filter(|piece| piece.chars().any(char::is_alphanumeric))
}

/// A whole name, folded word by word, the words joined by spaces.
pub(crate) fn fold_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in words_of(name) {
        if !out.is_empty() {
            out.push(' ');
        }
        fold_word(word, &mut out);
    }
    out
}

fn plain(letter: char) -> &'static str {
    match letter {
        'À'..='Æ' | 'à'..='æ' | 'Ā'..='ą' | 'ǎ' | 'Ǎ' | 'Ạ'..='ặ' => "a",
        'ß' | 'ẞ' => "ss",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'ḍ' | 'Ḑ' | 'ḑ' | 'Ḍ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'Ẹ'..='ệ' | 'ə' | 'Ə' => "e",
        'Ĝ'..='ģ' | 'ǧ' | 'Ǧ' => "g",
        'Ĥ'..='ħ' | 'ḥ' | 'Ḥ' | 'ẖ' | 'ḩ' | 'Ḩ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' | 'ị' | 'Ị' | 'ỉ' | 'Ỉ' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ'..='ĸ' | 'ḵ' | 'Ḵ' => "k",
        'Ĺ'..='ł' | 'ḷ' => "l",
        'ṃ' => "m",
        'Ñ' | 'ñ' | 'Ń'..='ŋ' | 'ṇ' | 'ṅ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'Ọ'..='ợ' | 'ơ' | 'Ơ' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' | 'ṛ' => "r",
        'Ś'..='š' | 'Ș' | 'ș' | 'ṣ' | 'Ṣ' => "s",
        'Ţ'..='ŧ' | 'Ț' | 'ț' | 'ṭ' | 'Ṭ' | 'ṯ' => "t",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'Ụ'..='ự' | 'ư' | 'Ư' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' | 'ỳ'..='ỹ' | 'Ỳ'..='Ỹ' => "y",
        'Ź'..='ž' | 'ẓ' | 'Ẓ' | 'ẕ' => "z",
        'Þ' | 'þ' => "th",
        'ð' | 'Ð' => "d",
        _ => "",
    }
}
