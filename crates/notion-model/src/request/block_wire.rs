//! How blocks to be created stand on the wire.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de,
    de::DeserializeOwned,
    ser::{self, SerializeMap},
};
use serde_json::{Map, Value};

use super::{
    Block, BlockKind, Callout, Code, Column, FileSource, Heading, LinkTarget, Media, RichText,
    SyncedBlock, Table, TableRow, TextBlock, ToDo, Website, block_tree::DEEPEST, rich_text::Single,
};
use crate::{BlockId, Color};

/// Fails for blocks that are nested more than 200 levels deep.
impl Serialize for Block {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Nested { block: self, level: 1 }.serialize(to)
    }
}

/// The payload alone, as it stands in an update.
impl Serialize for BlockKind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Single(self.type_name(), Payload { kind: self, children: None }).serialize(to)
    }
}

struct Nested<'a> {
    block: &'a Block,
    level: usize,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Block { kind, children } = self.block;
        if self.level > DEEPEST {
            return Err(ser::Error::custom(format_args!(
                "the blocks are nested more than {DEEPEST} levels deep"
            )));
        }
        // A column is refused without the key, but accepted when it is empty.
        let is_written = !children.is_empty() || matches!(kind, BlockKind::Column(_));
        let children = is_written.then_some(Children { blocks: children, level: self.level + 1 });
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("type", kind.type_name())?;
        map.serialize_entry(kind.type_name(), &Payload { kind, children })?;
        map.end()
    }
}

struct Children<'a> {
    blocks: &'a [Block],
    level: usize,
}

impl Serialize for Children<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.blocks.iter().map(|block| Nested { block, level: self.level }))
    }
}

struct Payload<'a> {
    kind: &'a BlockKind,
    children: Option<Children<'a>>,
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        write_fields(self.kind, &mut map)?;
        write_some(&mut map, "children", self.children.as_ref())?;
        map.end()
    }
}

fn write_fields<M: SerializeMap>(kind: &BlockKind, map: &mut M) -> Result<(), M::Error> {
    match kind {
        BlockKind::Paragraph(it, icon) => {
            write_text(map, &it.rich_text, &it.color)?;
            write_some(map, "icon", icon.as_ref())
        }
        BlockKind::BulletedListItem(it)
        | BlockKind::NumberedListItem(it)
        | BlockKind::Toggle(it)
        | BlockKind::Quote(it) => write_text(map, &it.rich_text, &it.color),
        BlockKind::Heading1(it)
        | BlockKind::Heading2(it)
        | BlockKind::Heading3(it)
        | BlockKind::Heading4(it) => {
            write_text(map, &it.rich_text, &it.color)?;
            write_if(map, "is_toggleable", it.is_toggleable)
        }
        BlockKind::ToDo(it) => {
            write_text(map, &it.rich_text, &it.color)?;
            write_if(map, "checked", it.checked)
        }
        BlockKind::Callout(it) => {
            write_text(map, &it.rich_text, &it.color)?;
            write_some(map, "icon", it.icon.as_ref())
        }
        BlockKind::Code(it) => {
            map.serialize_entry("rich_text", &it.rich_text)?;
            map.serialize_entry("language", &it.language)?;
            write_caption(map, &it.caption)
        }
        BlockKind::Equation(expression) => map.serialize_entry("expression", expression),
        BlockKind::TableOfContents(color) => write_color(map, color),
        BlockKind::Image(it)
        | BlockKind::Video(it)
        | BlockKind::Audio(it)
        | BlockKind::Pdf(it)
        | BlockKind::File(it) => {
            it.source.write(map)?;
            write_caption(map, &it.caption)?;
            write_some(map, "name", it.name.as_ref())
        }
        BlockKind::Bookmark(it) | BlockKind::Embed(it) => {
            map.serialize_entry("url", &it.url)?;
            write_caption(map, &it.caption)
        }
        BlockKind::LinkToPage(target) => write_target(map, *target),
        BlockKind::Table(it) => {
            map.serialize_entry("table_width", &it.width)?;
            write_if(map, "has_column_header", it.has_column_header)?;
            write_if(map, "has_row_header", it.has_row_header)
        }
        BlockKind::TableRow(it) => map.serialize_entry("cells", &it.cells),
        BlockKind::Column(it) => write_some(map, "width_ratio", it.width_ratio.as_ref()),
        BlockKind::SyncedBlock(it) => write_original(map, *it),
        BlockKind::Template(rich_text) => map.serialize_entry("rich_text", rich_text),
        BlockKind::Divider | BlockKind::Breadcrumb | BlockKind::ColumnList | BlockKind::Tab => {
            Ok(())
        }
    }
}

fn write_target<M: SerializeMap>(map: &mut M, target: LinkTarget) -> Result<(), M::Error> {
    let (key, id) = match target {
        LinkTarget::Page(id) => ("page_id", id.uuid()),
        LinkTarget::Database(id) => ("database_id", id.uuid()),
        LinkTarget::Comment(id) => ("comment_id", id.uuid()),
    };
    map.serialize_entry("type", key)?;
    map.serialize_entry(key, &id)
}

fn write_original<M: SerializeMap>(map: &mut M, it: SyncedBlock) -> Result<(), M::Error> {
    map.serialize_entry("synced_from", &it.synced_from.map(|id| Single("block_id", id)))
}

/// As the payload of a block, where it changes.
impl Serialize for LinkTarget {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        write_target(&mut map, *self)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for LinkTarget {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        link_target(Fields(Map::deserialize(from)?)).map_err(de::Error::custom)
    }
}

/// As the payload of a block, where it changes.
impl Serialize for SyncedBlock {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        write_original(&mut map, *self)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for SyncedBlock {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        synced_block(Fields(Map::deserialize(from)?)).map_err(de::Error::custom)
    }
}

fn write_text<M: SerializeMap>(
    map: &mut M,
    rich_text: &[RichText],
    color: &Color,
) -> Result<(), M::Error> {
    map.serialize_entry("rich_text", rich_text)?;
    write_color(map, color)
}

fn write_color<M: SerializeMap>(map: &mut M, color: &Color) -> Result<(), M::Error> {
    write_some(map, "color", Some(color).filter(|it| !it.is_default()))
}

fn write_caption<M: SerializeMap>(map: &mut M, caption: &[RichText]) -> Result<(), M::Error> {
    write_some(map, "caption", Some(caption).filter(|it| !it.is_empty()))
}

fn write_if<M: SerializeMap>(map: &mut M, key: &'static str, is: bool) -> Result<(), M::Error> {
    if is { map.serialize_entry(key, &true) } else { Ok(()) }
}

fn write_some<M: SerializeMap, T: Serialize + ?Sized>(
    map: &mut M,
    key: &'static str,
    value: Option<&T>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, value))
}

/// Reads what is written. Depth is bounded by the JSON reader (128 levels by default).
impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut fields = Fields(Map::deserialize(from)?);
        let (type_name, mut payload) = fields.payload().map_err(de::Error::custom)?;
        let children = payload.or_default("children").map_err(de::Error::custom)?;
        let kind = read_kind(&type_name, payload).map_err(de::Error::custom)?;
        Ok(Self { kind, children })
    }
}

impl<'de> Deserialize<'de> for BlockKind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut fields = Fields(Map::deserialize(from)?);
        let (type_name, payload) = fields.payload().map_err(de::Error::custom)?;
        read_kind(&type_name, payload).map_err(de::Error::custom)
    }
}

/// The fields of an object, taken one by one. What is not taken is passed over.
struct Fields(Map<String, Value>);

impl Fields {
    /// The type, spelled out or named by the only key that is left, and its payload.
    fn payload(&mut self) -> Result<(String, Self), String> {
        self.0.remove("object");
        let type_name = match self.0.remove("type") {
            Some(Value::String(type_name)) => type_name,
            Some(_) => return Err("`type` is a text".to_owned()),
            None => self.0.keys().next().cloned().ok_or("a block has a type")?,
        };
        match self.0.remove(&type_name) {
            Some(Value::Object(payload)) => Ok((type_name, Self(payload))),
            _ => Err(format!("`{type_name}` is missing or no object")),
        }
    }

    fn required<T: DeserializeOwned>(&mut self, key: &str) -> Result<T, String> {
        let value = self.0.remove(key).ok_or_else(|| format!("`{key}` is missing"))?;
        serde_json::from_value(value).map_err(|error| format!("`{key}`: {error}"))
    }

    fn or_default<T: DeserializeOwned + Default>(&mut self, key: &str) -> Result<T, String> {
        match self.0.remove(key) {
            None | Some(Value::Null) => Ok(T::default()),
            Some(value) => {
                serde_json::from_value(value).map_err(|error| format!("`{key}`: {error}"))
            }
        }
    }
}

fn read_kind(type_name: &str, mut fields: Fields) -> Result<BlockKind, String> {
    Ok(match type_name {
        "paragraph" => BlockKind::Paragraph(text_block(&mut fields)?, fields.or_default("icon")?),
        "heading_1" => BlockKind::Heading1(heading(fields)?),
        "heading_2" => BlockKind::Heading2(heading(fields)?),
        "heading_3" => BlockKind::Heading3(heading(fields)?),
        "heading_4" => BlockKind::Heading4(heading(fields)?),
        "bulleted_list_item" => BlockKind::BulletedListItem(text_block(&mut fields)?),
        "numbered_list_item" => BlockKind::NumberedListItem(text_block(&mut fields)?),
        "toggle" => BlockKind::Toggle(text_block(&mut fields)?),
        "quote" => BlockKind::Quote(text_block(&mut fields)?),
        "to_do" => BlockKind::ToDo(ToDo {
            rich_text: fields.required("rich_text")?,
            color: fields.or_default("color")?,
            checked: fields.or_default("checked")?,
        }),
        "callout" => BlockKind::Callout(Callout {
            rich_text: fields.required("rich_text")?,
            color: fields.or_default("color")?,
            icon: fields.or_default("icon")?,
        }),
        "code" => BlockKind::Code(Code {
            rich_text: fields.required("rich_text")?,
            language: fields.required("language")?,
            caption: fields.or_default("caption")?,
        }),
        "equation" => BlockKind::Equation(fields.required("expression")?),
        "divider" => BlockKind::Divider,
        "breadcrumb" => BlockKind::Breadcrumb,
        "table_of_contents" => BlockKind::TableOfContents(fields.or_default("color")?),
        "image" => BlockKind::Image(media(fields)?),
        "video" => BlockKind::Video(media(fields)?),
        "audio" => BlockKind::Audio(media(fields)?),
        "pdf" => BlockKind::Pdf(media(fields)?),
        "file" => BlockKind::File(media(fields)?),
        "bookmark" => BlockKind::Bookmark(website(fields)?),
        "embed" => BlockKind::Embed(website(fields)?),
        "link_to_page" => BlockKind::LinkToPage(link_target(fields)?),
        "table" => BlockKind::Table(Table {
            width: fields.required("table_width")?,
            has_column_header: fields.or_default("has_column_header")?,
            has_row_header: fields.or_default("has_row_header")?,
        }),
        "table_row" => BlockKind::TableRow(TableRow { cells: fields.required("cells")? }),
        "column_list" => BlockKind::ColumnList,
        "column" => BlockKind::Column(Column { width_ratio: fields.or_default("width_ratio")? }),
        "tab" => BlockKind::Tab,
        "synced_block" => BlockKind::SyncedBlock(synced_block(fields)?),
        "template" => BlockKind::Template(fields.required("rich_text")?),
        _ => return Err(format!("a block of type `{type_name}` cannot be created")),
    })
}

fn text_block(fields: &mut Fields) -> Result<TextBlock, String> {
    Ok(TextBlock { rich_text: fields.required("rich_text")?, color: fields.or_default("color")? })
}

fn heading(mut fields: Fields) -> Result<Heading, String> {
    Ok(Heading {
        rich_text: fields.required("rich_text")?,
        color: fields.or_default("color")?,
        is_toggleable: fields.or_default("is_toggleable")?,
    })
}

fn media(mut fields: Fields) -> Result<Media, String> {
    let caption = fields.or_default("caption")?;
    let name = fields.or_default("name")?;
    let file: crate::File =
        serde_json::from_value(Value::Object(fields.0)).map_err(|error| error.to_string())?;
    let source =
        FileSource::from_read(&file.kind).ok_or("a file is `external` or a `file_upload`")?;
    Ok(Media { source, caption, name })
}

fn website(mut fields: Fields) -> Result<Website, String> {
    Ok(Website { url: fields.required("url")?, caption: fields.or_default("caption")? })
}

fn link_target(mut fields: Fields) -> Result<LinkTarget, String> {
    if let Some(id) = fields.or_default("page_id")? {
        return Ok(LinkTarget::Page(id));
    }
    if let Some(id) = fields.or_default("database_id")? {
        return Ok(LinkTarget::Database(id));
    }
    fields.required("comment_id").map(LinkTarget::Comment)
}

fn synced_block(mut fields: Fields) -> Result<SyncedBlock, String> {
    let original: Option<Map<String, Value>> = fields.or_default("synced_from")?;
    let synced_from: Option<BlockId> =
        original.map(|it| Fields(it).required("block_id")).transpose()?;
    Ok(SyncedBlock { synced_from })
}
