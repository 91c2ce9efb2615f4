//! Complaints of the lexer, each with what is handed on instead.

use super::quoted::{escapes, quoted_text, write_quoted};
use super::{Kind, Lexeme, is_invisible};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::span::{Span, offset};

/// Complains about a lexeme if there is reason to, and says which token it counts as.
pub(super) fn report(
    source: &str,
    lexeme: Lexeme,
    span: Span,
    log: &mut Diagnostics,
) -> Option<Kind> {
    let text = span.slice(source);
    match lexeme {
        Lexeme::Doubtful(Kind::Word) => {
            // One look at the bytes of nearly all words, none at Unicode's tables.
            if !text.starts_with('$') && text.bytes().all(|it| it.is_ascii_graphic()) {
                return Some(Kind::Word);
            }
            word(text, span, log);
            let seen = text.chars().any(|it| !is_invisible(None, it));
            seen.then_some(Kind::Word)
        }
        Lexeme::Doubtful(Kind::Quoted) => {
            unknown_escapes(text, span, log);
            Some(Kind::Quoted)
        }
        Lexeme::Doubtful(Kind::CurlyQuoted) => {
            log.push(curly(text, span));
            Some(Kind::CurlyQuoted)
        }
        Lexeme::Token(kind) | Lexeme::Doubtful(kind) => Some(kind),
        Lexeme::Typo(meant) => {
            log.push(typo(text, meant, span));
            Some(meant)
        }
        Lexeme::Unterminated(kind) => {
            let quote = text.chars().next().unwrap_or('"');
            let mut diagnostic =
                Diagnostic::new(Code::UnterminatedQuote, "unterminated quoted text", span)
                    .label(format!("this `{quote}` is never closed"))
                    .help(format!("add a closing `{quote}`"));
            if let Some(curly) = text.chars().find(|it| matches!(it, '“' | '”' | '‘')) {
                diagnostic = diagnostic.note(format!("`{curly}` does not close it"));
            }
            log.push(diagnostic);
            Some(kind)
        }
    }
}

fn word(text: &str, span: Span, log: &mut Diagnostics) {
    let mut previous = None;
    for (at, character) in text.char_indices() {
        if is_invisible(previous, character) {
            let start = span.start + offset(at);
            let place = Span::new(start, start + offset(character.len_utf8()));
            log.push(
                Diagnostic::new(
                    Code::StrayCharacter,
                    format!("invisible character U+{:04X}", u32::from(character)),
                    place,
                )
                .label("not allowed outside quotes")
                .fix(Fix::remove(place)),
            );
        }
        previous = Some(character);
    }
    if text.starts_with('$') && text[1..].starts_with(|it: char| it.is_alphabetic() || it == '_') {
        log.push(
            Diagnostic::new(Code::StrayCharacter, format!("`{text}` looks like a parameter"), span)
                .label("names with `$` are reserved")
                .help("to mean the text itself, quote it")
                .fix(Fix::replace(span, write_quoted(text))),
        );
    }
}

fn unknown_escapes(text: &str, span: Span, log: &mut Diagnostics) {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    for escape in escapes(inner).filter(|escape| escape.character.is_none()) {
        let start = span.start + 1 + offset(escape.at);
        let place = Span::new(start, start + offset(escape.length));
        let written = &inner[escape.at..escape.at + escape.length];
        if let Some(code) = no_character(&inner[escape.at..]) {
            let length = offset(code.len());
            let place = Span::new(start, start + length);
            log.push(
                Diagnostic::new(Code::Escape, format!("`{code}` is not a character"), place)
                    .label("expected `\\u{…}` with one to six hexadecimal digits")
                    .note(
                        "surrogates (D800 to DFFF) and codes beyond 10FFFF stand for no character",
                    )
                    .help("write `\\\\` for a literal backslash")
                    .fix(Fix::insert(place, "\\")),
            );
            continue;
        }
        log.push(
            Diagnostic::new(Code::Escape, format!("unknown escape `{written}`"), place)
                .label("unknown escape")
                .help(
                    "a backslash begins \\\" \\' \\\\ \\n \\t \\r \\u{…}; for the backslash itself write `\\\\`",
                )
                .fix(Fix::insert(place, "\\")),
        );
    }
}

/// The whole of a `\u…` that stands for no character.
fn no_character(text: &str) -> Option<&str> {
    let after = text.strip_prefix("\\u")?;
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_hexdigit).count();
    let length = match after.strip_prefix('{') {
        Some(inside) => {
            let digits = digits(inside);
            1 + digits + usize::from(inside[digits..].starts_with('}'))
        }
        None => digits(after).min(4),
    };
    Some(&text[..2 + length])
}

fn curly(text: &str, span: Span) -> Diagnostic {
    let quote = text.chars().next().unwrap_or('“');
    Diagnostic::new(
        Code::TypographicQuote,
        format!("curly quote `{quote}` is not a string delimiter"),
        span,
    )
    .label("typographic quotes")
    .help("use straight quotes")
    .fix(Fix::replace(span, write_quoted(&quoted_text(text))))
}

fn typo(text: &str, meant: Kind, span: Span) -> Diagnostic {
    let (word, also) = match meant {
        Kind::And => ("and", "`&&` is also accepted"),
        Kind::Or => ("or", "`||` is also accepted"),
        Kind::Equal => ("=", ""),
        Kind::NotEqual => ("!=", ""),
        Kind::GreaterOrEqual => (">=", ""),
        Kind::LessOrEqual => ("<=", ""),
        _ => ("~", ""),
    };
    if also.is_empty() {
        return Diagnostic::new(Code::OperatorTypo, format!("unknown operator `{text}`"), span)
            .label(format!("did you mean `{word}`?"))
            .fix(Fix::replace(span, word));
    }
    Diagnostic::new(Code::OperatorTypo, format!("`{text}` is not an operator"), span)
        .label(format!("did you mean `{word}`?"))
        .help(also)
        .help(format!("quote the name or value that has a `{text}` in it"))
        .fix(Fix::replace(span, word))
}
