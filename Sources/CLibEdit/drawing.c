/* Where the line stands on the screen, and what libedit leaves wrong there. libedit keeps a cell for each column, so
   it draws no combining marks and even counts a column for one that is typed; and it ends some rows with CR LF, such
   as those with a blank in the last column, so that a terminal that changes size does not take the next row for the
   same line. Such lines are drawn over once more before the next key. */

#include "internal.h"

#include <limits.h>

typedef struct {
  int row, column; /* from the start of the prompt */
} cle_place;

static int width_of(wchar_t c) {
  int width = c < ' ' ? 2 : wcwidth(c);
  return width >= 0 ? width : c > 0xFFFF ? 8 : 7; /* libedit shows \U+1234 */
}

static void advance(const cle_editor *editor, cle_place *place, int width) {
  if (place->column + width > editor->columns) *place = (cle_place){place->row + 1, 0};
  place->column += width;
  if (place->column >= editor->columns) *place = (cle_place){place->row + 1, 0};
}

/* Where the character at `until` begins. */
static cle_place place_of(const cle_editor *editor, const wchar_t *until) {
  const LineInfoW *line = el_wline(editor->el);
  cle_place place = {editor->prompt_columns / editor->columns, editor->prompt_columns % editor->columns};
  for (const wchar_t *c = line->buffer; c < until; c++) advance(editor, &place, width_of(*c));
  bool fits = until == line->lastchar || place.column + width_of(*until) <= editor->columns;
  return fits ? place : (cle_place){place.row + 1, 0};
}

/* Leaves the line on the screen, with `mark` behind it, and goes to the start of the row below it. */
void cle_move_below(cle_editor *editor, const char *mark) {
  int rows = 0;
  const LineInfoW *line = el_wline(editor->el);
  if (!editor->secret) rows = place_of(editor, line->lastchar).row - place_of(editor, line->cursor).row;
  if (editor->secret || line->cursor == line->lastchar) fputs(mark, stdout); /* else it would hide what is there */
  for (int i = 0; i <= rows; i++) fputs("\r\n", stdout);
  fflush(stdout);
}

/* Goes to the start of the prompt and leaves its rows empty. Nearly all terminals wrap the line anew when they change
   size, so it is counted in the new columns. Row by row, because clearing all below puts a copy of the line in tmux's
   history when the line is at the top. */
static void erase_rows(cle_editor *editor) {
  const LineInfoW *line = el_wline(editor->el);
  int last = place_of(editor, line->lastchar).row, below = last - place_of(editor, line->cursor).row;
  fputs("\r", stdout);
  for (int i = 0; i < below; i++) fputs("\n", stdout);
  for (int i = 0; i <= last; i++) fputs(i < last ? "\033[K\033[A" : "\033[K", stdout);
}

/* Leaves the prompt's place to somebody else. */
void cle_wipe(cle_editor *editor) {
  if (editor->escapes)
    erase_rows(editor);
  else
    fputs("\r\n", stdout);
  fflush(stdout);
}

static void go_up(int rows) {
  fputs("\r", stdout);
  if (rows > 0) printf("\033[%dA", rows);
}

void cle_print_prompt(cle_editor *editor) {
  for (const wchar_t *c = editor->prompt; *c; c++)
    if (*c != 1) fputc((int)*c, stdout);
}

/* From the start of the prompt to the cursor, by way of the whole line: the terminal itself goes to the next row, and
   so knows that the rows are one line. */
static void draw(cle_editor *editor) {
  const LineInfoW *line = el_wline(editor->el);
  cle_print_prompt(editor);
  cle_place place = place_of(editor, line->buffer);
  mbstate_t state = {0};
  for (const wchar_t *c = line->buffer; c < line->lastchar; c++) {
    char bytes[MB_LEN_MAX];
    size_t count = wcrtomb(bytes, *c, &state);
    bool too_wide = place.column + width_of(*c) > editor->columns;
    if (too_wide) fputs("\033[K", stdout); /* no blank that would be part of the line at another size */
    if (count != (size_t)-1) fwrite(bytes, 1, count, stdout);
    advance(editor, &place, width_of(*c));
  }
  if (place.column == 0 && place.row > 0) fputs(" \r", stdout); /* it waits in the last column for one more */
  fputs("\033[K", stdout);
  cle_place cursor = place_of(editor, line->cursor);
  go_up(place.row - cursor.row);
  if (cursor.column > 0) printf("\033[%dC", cursor.column);
  fflush(stdout);
}

typedef struct {
  bool marks;       /* characters without a column */
  bool before_wide; /* the cursor is in front of two columns, and libedit may leave it in the second */
  bool rows;        /* there are several, and libedit may have ended one itself */
  bool drawable;    /* nothing that libedit shows in a way of its own, and no taller than the screen */
} cle_traits;

static cle_traits traits_of(const cle_editor *editor) {
  const LineInfoW *line = el_wline(editor->el);
  int last = place_of(editor, line->lastchar).row;
  cle_traits traits = {.rows = last > 0, .drawable = last < cle_terminal_rows()};
  for (const wchar_t *c = line->buffer; c < line->lastchar; c++) {
    int width = wcwidth(*c);
    if (*c < ' ' || width < 0) traits.drawable = false;
    if (width == 0) traits.marks = true;
    if (width == 2 && c == line->cursor) traits.before_wide = true;
  }
  return traits;
}

/* Called when libedit has drawn and waits for a key. The real cursor is in the row where the line says; with marks,
   libedit may believe otherwise, and then draws from the start so that it counts from there. */
void cle_mend_drawing(cle_editor *editor) {
  if (!editor->escapes) return;
  cle_traits traits = traits_of(editor);
  bool marks = traits.marks || editor->marks_drawn; /* the last one may just have gone */
  bool more_to_come = editor->keys.start != editor->keys.end;
  bool now = marks || ((traits.rows || traits.before_wide) && !more_to_come);
  if (!now || !traits.drawable) return;
  const LineInfoW *line = el_wline(editor->el);
  if (marks) {
    go_up(place_of(editor, line->cursor).row);
    el_wset(editor->el, EL_REFRESH);
  }
  go_up(place_of(editor, line->cursor).row);
  draw(editor);
  editor->marks_drawn = traits.marks;
}

/* After a stop, somebody else has changed the terminal's modes; after a resize, the terminal has moved the line. */
void cle_redraw(cle_editor *editor, cle_event reason) {
  if (editor->secret) {
    cle_redraw_secret(editor, reason);
    return;
  }
  if (reason == CLE_RESIZED) {
    editor->columns = cle_terminal_columns();
    if (editor->escapes)
      erase_rows(editor);
    else
      fputs("\r\n", stdout);
  } else {
    el_wset(editor->el, EL_PREP_TERM, 0);
    if (reason == CLE_STOP) cle_terminal_stop();
    el_wset(editor->el, EL_PREP_TERM, 1);
    if (editor->paste_marks) cle_terminal_paste_marks();
    editor->columns = cle_terminal_columns();
    fputs("\r", stdout);
  }
  el_resize(editor->el);
  el_wset(editor->el, EL_REFRESH);
  cle_mend_drawing(editor);
}
