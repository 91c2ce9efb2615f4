//! The quotations and items of lists that a line is in, as far as finding tags needs to know.

/// How many of them are followed; the parser does not nest lists deeper either.
const MAX_CONTAINERS: usize = 100;

#[derive(Clone, Copy, Debug)]
enum Container {
    Quote,
    /// An item, and how many columns its content is indented.
    Item(usize),
}

/// The containers that are open.
#[derive(Debug, Default)]
pub(super) struct Containers(Vec<Container>);

impl Containers {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn truncate(&mut self, count: usize) {
        self.0.truncate(count);
    }

    /// How many of them a line continues, and where in it their content begins.
    pub(super) fn matching(&self, line: &str) -> (usize, usize) {
        let mut at = 0;
        for (index, container) in self.0.iter().enumerate() {
            let rest = &line[at..];
            let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            match *container {
                Container::Quote => {
                    if columns(&rest[..indent]) > 3 || !rest[indent..].starts_with('>') {
                        return (index, at);
                    }
                    at += indent + 1;
                    at += usize::from(line[at..].starts_with(' '));
                }
                Container::Item(_) if indent == rest.len() => {}
                Container::Item(width) => match bytes_of(rest, width) {
                    Some(bytes) => at += bytes,
                    None => return (index, at),
                },
            }
        }
        (self.0.len(), at)
    }

    /// Opens the containers whose markers a line has from `at` on. Says where their content
    /// begins, or `None` if it is indented so much that it is code.
    pub(super) fn open(&mut self, line: &str, mut at: usize) -> Option<usize> {
        loop {
            let rest = &line[at..];
            let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if indent < rest.len() && columns(&rest[..indent]) > 3 {
                return None;
            }
            let content = &rest[indent..];
            if self.0.len() >= MAX_CONTAINERS || is_divider(content) {
                return Some(at + indent);
            }
            if content.starts_with('>') {
                at += indent + 1;
                at += usize::from(line[at..].starts_with(' '));
                self.0.push(Container::Quote);
            } else if let Some(marker) = marker(content) {
                let tail = &content[marker..];
                let spaces = tail.len() - tail.trim_start_matches(' ').len();
                let width = if spaces == tail.len() || spaces > 4 { 1 } else { spaces.max(1) };
                self.0.push(Container::Item(columns(&rest[..indent]) + marker + width));
                at = (at + indent + marker + width).min(line.len());
            } else {
                return Some(at + indent);
            }
        }
    }
}

/// The length of the marker of an item that a text begins with.
fn marker(content: &str) -> Option<usize> {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let length = match content.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    content[length..].chars().next().is_none_or(|it| it == ' ' || it == '\t').then_some(length)
}

fn is_divider(content: &str) -> bool {
    let Some(first) = content.chars().next().filter(|it| matches!(it, '-' | '*' | '_')) else {
        return false;
    };
    content.chars().all(|it| it == first || it == ' ' || it == '\t')
        && content.chars().filter(|it| *it == first).count() > 2
}

fn columns(indent: &str) -> usize {
    indent
        .bytes()
        .fold(0, |column, byte| if byte == b'\t' { (column / 4 + 1) * 4 } else { column + 1 })
}

/// How many bytes of indentation make so many columns.
fn bytes_of(text: &str, width: usize) -> Option<usize> {
    let mut column = 0;
    for (at, byte) in text.bytes().enumerate() {
        if column >= width {
            return Some(at);
        }
        column = match byte {
            b' ' => column + 1,
            b'\t' => (column / 4 + 1) * 4,
            _ => return None,
        };
    }
    (column >= width).then_some(text.len())
}
