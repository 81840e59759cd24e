/* Secrets are read without libedit, whose line and history would keep copies: the terminal itself edits the line, with
   its echo off, and the one copy is wiped as soon as the caller has taken it. */

#include "internal.h"

#include <stdlib.h>
#include <string.h>

static void print_prompt(cle_editor *editor) {
  cle_print_prompt(editor);
  fflush(stdout);
}

void cle_redraw_secret(cle_editor *editor, cle_event reason) {
  if (reason == CLE_STOP) cle_terminal_stop();
  cle_terminal_hide_echo();
  if (reason == CLE_STOP) print_prompt(editor);
}

bool cle_make_room(cle_editor *editor, size_t bytes) {
  if (bytes <= editor->line_capacity) return true;
  char *larger = malloc(bytes * 2); /* not realloc: a secret must not stay behind */
  if (!larger) return false;
  if (editor->line) memcpy(larger, editor->line, editor->line_capacity);
  cle_forget_secret(editor);
  free(editor->line);
  editor->line = larger;
  editor->line_capacity = bytes * 2;
  return true;
}

cle_result cle_read_secret(cle_editor *editor, const char *prompt, const char *sgr, const char **line) {
  *line = NULL;
  editor->ended = CLE_LINE;
  editor->secret = true;
  cle_set_prompt(editor, prompt, sgr);
  cle_terminal_enter();
  cle_terminal_hide_echo();
  print_prompt(editor);
  size_t count = 0;
  unsigned char byte = 0;
  bool whole = false;
  while (!whole && cle_make_room(editor, count + 2) && cle_next_byte(editor, -1, &byte)) {
    whole = byte == '\n' || byte == '\r';
    if (byte == '\t') byte = ' ';
    if (byte >= ' ' && byte != 0x7F) editor->line[count++] = (char)byte;
  }
  if (whole || editor->ended == CLE_END) fputs("\r\n", stdout);
  fflush(stdout);
  cle_terminal_leave();
  editor->secret = false;
  if (!whole) return editor->ended == CLE_LINE ? CLE_TERMINATED : editor->ended;
  editor->line[count] = 0;
  *line = editor->line;
  return CLE_LINE;
}

/* volatile, or the compiler drops stores that nobody reads. */
void cle_forget_secret(cle_editor *editor) {
  for (volatile char *c = editor->line; c && c < editor->line + editor->line_capacity; c++) *c = 0;
  for (volatile unsigned char *b = editor->keys.bytes; b && b < editor->keys.bytes + editor->keys.start; b++) *b = 0;
}
