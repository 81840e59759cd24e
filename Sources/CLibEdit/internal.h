/* What the files of this target share: the editor (CLibEdit.c), its keys (keys.c), its line on the screen (drawing.c),
   secrets (secret.c), and what the process and the terminal have to be told (terminal.c). */

#ifndef CLIBEDIT_INTERNAL_H
#define CLIBEDIT_INTERNAL_H

#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* wcwidth */
#endif

#include <histedit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <wchar.h>

#include "CLibEdit.h"

enum { CLE_HISTORY = 500, CLE_PROMPT = 256, CLE_PASTE = 1 << 20 };

/* Keys that arrived and that nobody has asked for yet. */
typedef struct {
  unsigned char *bytes;
  size_t start, end, capacity;
} cle_queue;

struct cle_editor {
  EditLine *el;
  HistoryW *history;
  bool escapes;                /* may we write escape sequences of our own? */
  bool paste_marks;            /* does the terminal mark pasted text for us? */
  bool secret;                 /* reading without echo, and without libedit */
  wchar_t prompt[CLE_PROMPT];
  int prompt_columns;
  int columns;                 /* of the terminal */
  bool marks_drawn;            /* the line on the screen holds characters without a column */
  cle_queue keys;
  mbstate_t decoding;
  size_t keys_read;            /* so that completion can tell two TABs in a row */
  size_t keys_at_completion;
  int watched;                 /* a descriptor that may end the read, -1 for none */
  bool watches;                /* not any more once the line has begun */
  cle_result ended;            /* why the reader gave up; CLE_LINE when it has not */
  cle_completion completion;
  void *completion_context;
  char *line;                  /* the answer, and its size */
  size_t line_capacity;
};

/* keys.c */
bool cle_queue_prepend(cle_queue *queue, const unsigned char *bytes, size_t count);
bool cle_next_byte(cle_editor *editor, int timeout_ms, unsigned char *byte);
int cle_read_key(EditLine *el, wchar_t *key);
unsigned char cle_paste(EditLine *el, int key);

/* terminal.c */
typedef enum { CLE_INPUT, CLE_QUIET, CLE_INTERRUPT, CLE_TERMINATE, CLE_STOP, CLE_CONTINUED, CLE_RESIZED, CLE_WATCHED } cle_event;

bool cle_terminal_open(void);
void cle_terminal_enter(void);
void cle_terminal_leave(void);
void cle_terminal_hide_echo(void);
void cle_terminal_restore(void);
void cle_terminal_paste_marks(void);
void cle_terminal_stop(void);
int cle_terminal_columns(void);
int cle_terminal_rows(void);
cle_event cle_wait(int timeout_ms, int watched);

/* CLibEdit.c */
cle_editor *cle_of(EditLine *el);
void cle_set_prompt(cle_editor *editor, const char *text, const char *sgr);

/* drawing.c */
void cle_print_prompt(cle_editor *editor);
void cle_mend_drawing(cle_editor *editor);
void cle_redraw(cle_editor *editor, cle_event reason);
void cle_wipe(cle_editor *editor);
void cle_move_below(cle_editor *editor, const char *mark);

/* secret.c */
bool cle_make_room(cle_editor *editor, size_t bytes);
void cle_redraw_secret(cle_editor *editor, cle_event reason);

#endif
