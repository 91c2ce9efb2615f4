//! Tables in Markdown whose columns stand below each other.

/// Prints a table. The first column is set to the left, the others to the right.
pub fn print(title: &str, head: &[&str], rows: &[Vec<String>]) {
    let mut widths: Vec<usize> = head.iter().map(|it| it.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &[String]| {
        let cells = cells.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column == 0 { format!(" {cell:<width$} ") } else { format!(" {cell:>width$} ") }
        });
        format!("|{}|", cells.collect::<Vec<_>>().join("|"))
    };
    println!("{title}\n");
    println!("{}", line(&head.iter().map(ToString::to_string).collect::<Vec<_>>()));
    let rules = widths.iter().enumerate().map(|(column, width)| {
        if column == 0 { "-".repeat(width + 2) } else { "-".repeat(width + 1) + ":" }
    });
    println!("|{}|", rules.collect::<Vec<_>>().join("|"));
    for row in rows {
        println!("{}", line(row));
    }
    println!();
}
