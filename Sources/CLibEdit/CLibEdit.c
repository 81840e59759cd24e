/* The editor itself: libedit set up, its prompt, lines, history and completion. */

#include "internal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_open;

cle_editor *cle_of(EditLine *el) {
  void *editor = NULL;
  el_wget(el, EL_CLIENTDATA, &editor);
  return editor;
}

/* libedit decodes keys and measures columns by the locale, and in the C locale it has only ASCII. Everything else
   in this program speaks UTF-8, so that a locale with another character set is overruled for characters, and
   numbers stay as C writes them, since libraries parse them so. */
static void use_utf8(void) {
  setlocale(LC_ALL, "");
  setlocale(LC_NUMERIC, "C");
  static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", "UTF-8"};
  for (size_t i = 0; i < 3 && strcmp(nl_langinfo(CODESET), "UTF-8") != 0; i++) setlocale(LC_CTYPE, names[i]);
}

static wchar_t *prompt_of(EditLine *el) { return cle_of(el)->prompt; }

/* libedit loses an escape sequence that nothing follows, so the last character comes after the reset. */
void cle_set_prompt(cle_editor *editor, const char *text, const char *sgr) {
  size_t length = strnlen(text, 128), out = 0;
  bool styled = editor->escapes && length > 1 && sgr && sgr[0] && strlen(sgr) <= 32;
  styled = styled && strspn(sgr, "0123456789;") == strlen(sgr);
  if (styled) out += (size_t)swprintf(editor->prompt, CLE_PROMPT, L"\1\033[%sm\1", sgr);
  for (size_t i = 0; i < length; i++) {
    if (styled && i == length - 1) {
      wcscpy(editor->prompt + out, L"\1\033[0m\1");
      out += 6;
    }
    editor->prompt[out++] = text[i] >= ' ' && text[i] < 0x7F ? (wchar_t)text[i] : L'?';
  }
  editor->prompt[out] = 0;
  editor->prompt_columns = (int)length;
}

/* Control characters can still be quoted into a line (Ctrl-V) or come out of ~/.editrc; none of them may go on. */
static const char *encode(cle_editor *editor, const wchar_t *text, size_t count) {
  if (!cle_make_room(editor, count * 4 + 1)) return NULL;
  char *out = editor->line;
  for (size_t i = 0; i < count; i++) {
    unsigned long c = (unsigned long)text[i];
    if (c == '\t') c = ' ';
    if (c < ' ' || (c >= 0x7F && c < 0xA0)) continue;
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    if (c < 0x80) {
      *out++ = (char)c;
      continue;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    *out++ = (char)((0xFF00 >> (more + 1) & 0xFF) | c >> 6 * more);
    while (more-- > 0) *out++ = (char)(0x80 | (c >> 6 * more & 0x3F));
  }
  *out = 0;
  return editor->line;
}

static wchar_t *decode(const char *text) {
  size_t count = mbstowcs(NULL, text, 0);
  wchar_t *wide = count == (size_t)-1 ? NULL : malloc((count + 1) * sizeof *wide);
  if (wide) mbstowcs(wide, text, count + 1);
  return wide;
}

static unsigned char complete(EditLine *el, int key) {
  (void)key;
  cle_editor *editor = cle_of(el);
  const LineInfoW *line = el_wline(el);
  bool again = editor->keys_at_completion && editor->keys_read == editor->keys_at_completion + 1;
  editor->keys_at_completion = editor->keys_read;
  const char *before = encode(editor, line->buffer, (size_t)(line->cursor - line->buffer));
  if (!before || !editor->completion) return CC_ERROR;
  editor->completion(editor->completion_context, editor, before, again);
  return CC_REFRESH;
}

void cle_replace_before_cursor(cle_editor *editor, int scalars, const char *text) {
  wchar_t *wide = decode(text);
  if (!wide) return;
  const LineInfoW *line = el_wline(editor->el);
  size_t length = wcslen(wide);
  bool spaced = line->cursor < line->lastchar && *line->cursor == L' ';
  if (spaced && length > 0 && wide[length - 1] == L' ') wide[length - 1] = 0; /* two spaces would be a mistake */
  el_wdeletestr(editor->el, scalars);
  el_winsertstr(editor->el, wide);
  free(wide);
}

void cle_show_below(cle_editor *editor, const char *text) {
  cle_move_below(editor, "");
  fputs(text, stdout);
  fputs("\r\n", stdout);
  el_wset(editor->el, EL_REFRESH);
}

void cle_beep(cle_editor *editor) { el_beep(editor->el); }

static void bind(cle_editor *editor, const wchar_t *key, const wchar_t *function) {
  el_wset(editor->el, EL_BIND, key, function, (wchar_t *)NULL);
}

/* What people's fingers know from other shells and libedit does not; ~/.editrc comes after and wins. With vi keys, ESC
   must act at once, so that no sequence may begin with it, and pasted text comes as keys. */
static void bind_keys(cle_editor *editor, bool plain) {
  static const wchar_t *const keys[][2] = {
      {L"\\e[1~", L"ed-move-to-beg"},  {L"\\e[7~", L"ed-move-to-beg"},   {L"\\e[H", L"ed-move-to-beg"},
      {L"\\eOH", L"ed-move-to-beg"},   {L"\\e[4~", L"ed-move-to-end"},   {L"\\e[8~", L"ed-move-to-end"},
      {L"\\e[F", L"ed-move-to-end"},   {L"\\eOF", L"ed-move-to-end"},    {L"\\e[3~", L"ed-delete-next-char"},
      {L"\\e[1;5C", L"em-next-word"},  {L"\\e[1;5D", L"ed-prev-word"},   {L"\\e[5~", L"ed-ignore"},
      {L"\\e[6~", L"ed-ignore"},       {L"^R", L"em-inc-search-prev"},   {L"^W", L"ed-delete-prev-word"},
  };
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) bind(editor, keys[i][0], keys[i][1]);
  if (!plain) el_source(editor->el, NULL);
  el_wset(editor->el, EL_ADDFN, L"mailtutor-complete", L"Complete the word", complete);
  bind(editor, L"^I", L"mailtutor-complete");
  const wchar_t *keys_of = NULL;
  el_wget(editor->el, EL_EDITOR, &keys_of);
  editor->paste_marks = editor->escapes && keys_of && wcscmp(keys_of, L"emacs") == 0;
  if (!editor->paste_marks) return;
  el_wset(editor->el, EL_ADDFN, L"mailtutor-paste", L"Take in pasted text", cle_paste);
  bind(editor, L"\\e[200~", L"mailtutor-paste");
  bind(editor, L"\\e[201~", L"ed-ignore");
}

cle_editor *cle_open(const char *program, bool plain) {
  if (is_open || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !cle_terminal_open()) return NULL;
  cle_editor *editor = calloc(1, sizeof *editor);
  if (!editor) return NULL;
  editor->watched = -1;
  use_utf8();
  cle_terminal_enter(); /* el_init changes the modes at once */
  editor->el = el_init(program, stdin, stdout, stderr);
  cle_terminal_leave();
  editor->history = history_winit();
  if (!editor->el || !editor->history) {
    cle_close(editor);
    return NULL;
  }
  const char *terminal = getenv("TERM");
  editor->escapes = !plain && terminal && terminal[0] && strcmp(terminal, "dumb") != 0;
  editor->columns = cle_terminal_columns();
  HistEventW event;
  history_w(editor->history, &event, H_SETSIZE, (int)CLE_HISTORY);
  history_w(editor->history, &event, H_SETUNIQUE, 1);
  el_wset(editor->el, EL_CLIENTDATA, editor);
  el_wset(editor->el, EL_EDITOR, L"emacs");
  el_wset(editor->el, EL_SIGNAL, 0); /* its handlers would swallow Ctrl-C and restart the read */
  el_wset(editor->el, EL_HIST, history_w, editor->history);
  el_wset(editor->el, EL_PROMPT_ESC, prompt_of, 1);
  el_wset(editor->el, EL_GETCFN, cle_read_key);
  bind_keys(editor, plain);
  is_open = true;
  return editor;
}

void cle_close(cle_editor *editor) {
  if (!editor) return;
  cle_forget_secret(editor);
  cle_terminal_enter();
  if (editor->el) el_end(editor->el);
  cle_terminal_leave();
  if (editor->history) history_wend(editor->history);
  free(editor->keys.bytes);
  free(editor->line);
  free(editor);
  is_open = false;
}

void cle_set_completion(cle_editor *editor, cle_completion completion, void *context) {
  editor->completion = completion;
  editor->completion_context = context;
}

void cle_watch(cle_editor *editor, int descriptor) { editor->watched = descriptor < FD_SETSIZE ? descriptor : -1; }

void cle_add_history(cle_editor *editor, const char *line) {
  wchar_t *wide = decode(line);
  HistEventW event;
  if (wide && wide[0]) history_w(editor->history, &event, H_ENTER, wide);
  free(wide);
}

cle_result cle_read_line(cle_editor *editor, const char *prompt, const char *sgr, const char **line) {
  *line = NULL;
  editor->ended = CLE_LINE;
  editor->secret = false;
  editor->keys_at_completion = 0;
  editor->watches = editor->watched >= 0;
  cle_set_prompt(editor, prompt, sgr);
  editor->marks_drawn = false;
  cle_terminal_enter();
  el_wset(editor->el, EL_PREP_TERM, 1); /* libedit writes the prompt first, and keys must not come in between */
  if (editor->paste_marks) cle_terminal_paste_marks();
  editor->columns = cle_terminal_columns();
  int count = 0;
  const wchar_t *text = el_wgets(editor->el, &count);
  if (editor->ended == CLE_LINE && text && count > 0) *line = encode(editor, text, (size_t)count);
  if (!*line && editor->ended == CLE_LINE) editor->ended = CLE_END; /* Ctrl-D on an empty line */
  if (editor->ended == CLE_END) fputs("\r\n", stdout);
  fflush(stdout);
  cle_terminal_leave();
  return editor->ended;
}
