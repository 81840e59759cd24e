/* From bytes of the terminal to the wide characters that libedit asks for. libedit's own reader is not used: it
   drops what it cannot decode, and it knows nothing of our signals or of pasted text. */

#include "internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool cle_queue_prepend(cle_queue *queue, const unsigned char *bytes, size_t count) {
  size_t waiting = queue->end - queue->start;
  if (count > queue->start) {
    size_t needed = count + waiting;
    unsigned char *larger = malloc(needed);
    if (!larger) return false;
    if (waiting) memcpy(larger + count, queue->bytes + queue->start, waiting);
    free(queue->bytes);
    *queue = (cle_queue){.bytes = larger, .start = count, .end = needed, .capacity = needed};
  }
  queue->start -= count;
  memcpy(queue->bytes + queue->start, bytes, count);
  return true;
}

/* A whole block, so that lines pasted together are ours before the terminal goes back to its own modes, in which
   it would echo them a second time. */
static bool fill(cle_editor *editor) {
  unsigned char block[4096];
  ssize_t count;
  do count = read(STDIN_FILENO, block, sizeof block);
  while (count < 0 && (errno == EINTR || errno == EAGAIN));
  if (count <= 0) {
    editor->ended = count == 0 ? CLE_END : CLE_TERMINATED;
    return false;
  }
  editor->keys.start = editor->keys.end = editor->keys.capacity;
  if (!cle_queue_prepend(&editor->keys, block, (size_t)count)) {
    editor->ended = CLE_TERMINATED;
    return false;
  }
  return true;
}

static void flush_keys(cle_editor *editor) {
  editor->keys.start = editor->keys.end = editor->keys.capacity;
  memset(&editor->decoding, 0, sizeof editor->decoding);
}

/* False when there is no byte: after `timeout_ms`, or for good, and then `ended` says why. Signals are acted on
   here, because this is where the editor spends its life. */
bool cle_next_byte(cle_editor *editor, int timeout_ms, unsigned char *byte) {
  while (editor->keys.start == editor->keys.end || timeout_ms < 0) {
    bool have_keys = editor->keys.start != editor->keys.end;
    bool watches = editor->watches && !have_keys && timeout_ms < 0;
    cle_event event = cle_wait(have_keys ? 0 : timeout_ms, watches ? editor->watched : -1);
    switch (event) {
    case CLE_INPUT:
      if (have_keys) goto take;
      if (!fill(editor)) return false;
      break;
    case CLE_QUIET:
      if (have_keys) goto take;
      return false;
    case CLE_INTERRUPT: /* the rest of a paste goes with the line */
    case CLE_TERMINATE:
      flush_keys(editor);
      cle_move_below(editor, event == CLE_INTERRUPT ? "^C" : "");
      editor->ended = event == CLE_INTERRUPT ? CLE_INTERRUPTED : CLE_TERMINATED;
      return false;
    case CLE_WATCHED: { /* somebody who types is not interrupted: the news waits for the end of the line */
      const LineInfoW *line = el_wline(editor->el);
      editor->watches = false;
      if (editor->secret || line->lastchar != line->buffer) break;
      cle_wipe(editor);
      editor->ended = CLE_NEWS;
      return false;
    }
    case CLE_STOP:
    case CLE_CONTINUED:
    case CLE_RESIZED:
      cle_redraw(editor, event);
      break;
    }
  }
take:
  *byte = editor->keys.bytes[editor->keys.start++];
  return true;
}

/* libedit's EL_GETCFN: 1 with a key, 0 at the end, -1 with errno. */
int cle_read_key(EditLine *el, wchar_t *key) {
  cle_editor *editor = cle_of(el);
  cle_mend_drawing(editor);
  for (;;) {
    unsigned char byte;
    /* it may have ended while a paste was read */
    if (editor->ended != CLE_LINE || !cle_next_byte(editor, -1, &byte)) {
      if (editor->ended == CLE_END) return 0;
      errno = EINTR;
      return -1;
    }
    bool inside = !mbsinit(&editor->decoding);
    size_t used = mbrtowc(key, (const char *)&byte, 1, &editor->decoding);
    if (used == (size_t)-2) continue;
    if (used == (size_t)-1) {
      memset(&editor->decoding, 0, sizeof editor->decoding);
      /* this byte broke the character before it; it may well begin the next one */
      if (inside) editor->keys.start--;
      *key = 0xFFFD;
    }
    editor->keys_read++;
    return 1;
  }
}

static bool ends_with(const unsigned char *bytes, size_t count, const char *mark) {
  size_t length = strlen(mark);
  return count >= length && memcmp(bytes + count - length, mark, length) == 0;
}

/* Bound to ESC [ 200 ~, with which a terminal begins pasted text. The whole paste is read at once, made harmless
   (line ends become one LF, TAB a space, other control characters go), and put back as if it had been typed: so
   each of its lines is a line, in order, whoever asks for it. */
unsigned char cle_paste(EditLine *el, int key) {
  (void)key;
  cle_editor *editor = cle_of(el);
  static const char mark[] = "\033[201~";
  size_t count = 0, capacity = 4096;
  unsigned char *paste = malloc(capacity), byte;
  /* the time limit is for a terminal that never sends the end mark; at the size limit the rest comes as keys */
  while (paste && count < CLE_PASTE && cle_next_byte(editor, 1000, &byte)) {
    if (count == capacity) {
      unsigned char *larger = realloc(paste, capacity *= 2);
      if (!larger) break;
      paste = larger;
    }
    paste[count++] = byte;
    if (ends_with(paste, count, mark)) {
      count -= strlen(mark);
      break;
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    unsigned char c = paste[i];
    if (c == '\n' && i > 0 && paste[i - 1] == '\r') continue;
    if (c == '\r') c = '\n';
    if (c == '\t') c = ' ';
    if ((c >= ' ' || c == '\n') && c != 0x7F) paste[kept++] = c;
  }
  if (editor->ended == CLE_LINE && kept > 0) cle_queue_prepend(&editor->keys, paste, kept);
  free(paste);
  return CC_NORM;
}
