//! Bytes to text: what is no text is refused, with the place.

use crate::Reason;

/// Where it stands (a line, from 1) and why.
pub(crate) type Fault = (Option<u64>, Reason);

/// The bytes as text, line ends as they are.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, Fault> {
    check(&bytes)?;
    String::from_utf8(bytes).map_err(|error| encoding(error.as_bytes(), error.utf8_error()))
}

/// Refuses what is no UTF-8 text.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Fault> {
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err((None, Reason::Binary { at, byte: 0, hint: hint(bytes) }));
    }
    // Compressed data has control characters all over; a stray form feed makes no binary.
    let head = &bytes[..bytes.len().min(4096)];
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    let controls = head.iter().filter(|b| control(b)).count();
    if controls * 20 > head.len() {
        let at = head.iter().position(control).expect("some were counted");
        return Err((None, Reason::Binary { at, byte: head[at], hint: hint(bytes) }));
    }
    std::str::from_utf8(bytes).map(|_| ()).map_err(|error| encoding(bytes, error))
}

fn encoding(bytes: &[u8], error: std::str::Utf8Error) -> Fault {
    let at = error.valid_up_to();
    let before = &bytes[..at];
    let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    let column = at - memchr::memrchr(b'\n', before).map_or(0, |end| end + 1) + 1;
    (Some(line), Reason::Encoding { column, byte: bytes[at] })
}

/// What the first bytes say a binary file is.
fn hint(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x1F, 0x8B, ..] => ": this is gzip, unpack it first",
        [b'P', b'K', 3, 4, ..] => ": this is a zip archive or an office document",
        [b'%', b'P', b'D', b'F', ..] => ": this is a PDF",
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => ": this is UTF-16, convert it to UTF-8",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_line_and_column() {
        let fault = decode(b"one\ntwo caf\xE9 three".to_vec()).unwrap_err();
        assert_eq!(fault, (Some(2), Reason::Encoding { column: 8, byte: 0xE9 }));
    }

    #[test]
    fn binary_is_told_from_odd_text() {
        assert!(matches!(check(b"\x1F\x8B\x08\x00abc"), Err((None, Reason::Binary { .. }))));
        assert!(check(b"page one\x0Cpage two").is_ok());
        assert!(check("\u{200b}\u{202e}odd".as_bytes()).is_ok());
    }
}
