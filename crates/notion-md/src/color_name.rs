//! The names of colours in tags.

use notion_model::Color;

/// A colour of Notion, also with the short names of its Markdown (`red_bg`).
pub(crate) fn named_color(name: &str) -> Option<Color> {
    let name = name.trim().to_ascii_lowercase();
    let name = name.strip_suffix("_bg").map_or(name.clone(), |it| format!("{it}_background"));
    match Color::from(name.replace("grey", "gray").as_str()) {
        Color::Unknown(_) | Color::Default => None,
        color => Some(color),
    }
}

/// What the first dialect calls a colour, if it has a word for it.
pub(crate) fn v1_word(color: &Color) -> Option<String> {
    match color {
        Color::Default | Color::DefaultBackground | Color::Unknown(_) => None,
        color => Some(color.as_str().replace("_background", "_bg")),
    }
}
