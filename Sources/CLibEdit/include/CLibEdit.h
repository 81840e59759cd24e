/* A small typed face of libedit for Swift, which cannot call C's variadic functions. LineEditor.swift is its only
   caller. One editor may be open in a process, and one thread at a time may use it: signals and terminal modes
   belong to the process, not to an object. All text is UTF-8 and ends with NUL. */

#ifndef CLIBEDIT_H
#define CLIBEDIT_H

#include <stdbool.h>

#if defined(__clang__)
#define CLE_CLOSED_ENUM __attribute__((enum_extensibility(closed)))
#else
#define CLE_CLOSED_ENUM
#endif

typedef struct cle_editor cle_editor;

typedef enum CLE_CLOSED_ENUM {
  CLE_LINE,         /* a whole line, without its line end */
  CLE_INTERRUPTED,  /* Ctrl-C; the partial line is dropped */
  CLE_END,          /* Ctrl-D on an empty line, or the terminal is at its end */
  CLE_NEWS,         /* the watched descriptor is readable, and nothing is typed yet; the prompt is wiped off */
  CLE_TERMINATED,   /* SIGHUP, SIGTERM or SIGQUIT arrived, or the terminal is gone */
} cle_result;

/* Called for TAB. `before_cursor` is the line up to the cursor; `again` says that the key before was TAB too. It
   answers with cle_replace_before_cursor, cle_show_below or cle_beep, or not at all. */
typedef void (*cle_completion)(void *context, cle_editor *editor, const char *before_cursor, bool again);

/* NULL when standard input or output is no terminal, when an editor is open already, or when memory is short.
   `program` names the lines of ~/.editrc that are for it. `plain` writes no escape sequences of our own and does
   not read ~/.editrc. */
cle_editor *cle_open(const char *program, bool plain);
void cle_close(cle_editor *editor);

void cle_set_completion(cle_editor *editor, cle_completion completion, void *context);

/* Ends a read with CLE_NEWS while the line is empty; -1 for none. The descriptor is never read here. */
void cle_watch(cle_editor *editor, int descriptor);

/* `prompt` is ASCII. `sgr` is the parameter part of an SGR sequence, such as "1;32", or NULL. `*line` belongs to
   the editor and lasts until its next call; it is NULL unless the result is CLE_LINE. It holds no control
   character. */
cle_result cle_read_line(cle_editor *editor, const char *prompt, const char *sgr, const char **line);

/* The same with echo off, and with nothing of it kept after cle_forget_secret. */
cle_result cle_read_secret(cle_editor *editor, const char *prompt, const char *sgr, const char **line);
void cle_forget_secret(cle_editor *editor);

/* The latest 500 lines are kept; a line equal to the one before it is not added. */
void cle_add_history(cle_editor *editor, const char *line);

/* Only inside a completion. Lengths count Unicode scalars. */
void cle_replace_before_cursor(cle_editor *editor, int scalars, const char *text);
void cle_show_below(cle_editor *editor, const char *text);
void cle_beep(cle_editor *editor);

#endif
