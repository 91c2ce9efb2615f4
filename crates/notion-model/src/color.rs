//! Colours of text and blocks.

use crate::wire::open_enum;

open_enum! {
    /// The colour of a run, a block or an option. One field holds a text colour or a background,
    /// never both.
    #[derive(Default)]
    pub enum Color {
        /// The theme's own colour.
        #[default]
        Default = "default",
        /// Grey text.
        Gray = "gray",
        /// Brown text.
        Brown = "brown",
        /// Orange text.
        Orange = "orange",
        /// Yellow text.
        Yellow = "yellow",
        /// Green text.
        Green = "green",
        /// Blue text.
        Blue = "blue",
        /// Purple text.
        Purple = "purple",
        /// Pink text.
        Pink = "pink",
        /// Red text.
        Red = "red",
        /// The theme's own background.
        DefaultBackground = "default_background",
        /// Grey background.
        GrayBackground = "gray_background",
        /// Brown background.
        BrownBackground = "brown_background",
        /// Orange background.
        OrangeBackground = "orange_background",
        /// Yellow background.
        YellowBackground = "yellow_background",
        /// Green background.
        GreenBackground = "green_background",
        /// Blue background.
        BlueBackground = "blue_background",
        /// Purple background.
        PurpleBackground = "purple_background",
        /// Pink background.
        PinkBackground = "pink_background",
        /// Red background.
        RedBackground = "red_background",
    }
}

impl Color {
    /// Whether it is the theme's own colour.
    pub fn is_default(&self) -> bool {
        *self == Self::Default
    }
}
