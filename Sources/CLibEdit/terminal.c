/* Terminal modes and signals while a line is read. The rule: whatever was there before a read is there after it,
   however it ends, so that neither the shell nor the rest of the program ever sees our settings. */

#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const int watched[] = {SIGINT, SIGTSTP, SIGCONT, SIGWINCH, SIGHUP, SIGTERM, SIGQUIT};
static struct sigaction watched_before[COUNT(watched)];

/* A crash must not leave a learner with a shell that echoes nothing. */
static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
static struct sigaction fatal_before[COUNT(fatal)];

static struct termios modes_before;
static sigset_t mask_before;
static volatile sig_atomic_t entered;
static volatile sig_atomic_t paste_marks;

/* Signals travel through a pipe, because the kernel may hand one to any thread of the process: then the thread
   that waits for a key gets no EINTR, but it does see the pipe. */
static int pipe_ends[2] = {-1, -1};
static bool pending[COUNT(watched)];

static void note_signal(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(pipe_ends[1], &byte, 1);
  (void)written; /* a full pipe holds enough signals already */
  errno = error;
}

/* Only async-signal-safe calls: atexit and the crash handler come here too. */
void cle_terminal_restore(void) {
  if (!entered) return;
  pid_t foreground = tcgetpgrp(STDIN_FILENO);
  if (foreground > 0 && foreground != getpgrp()) return; /* in the background, tcsetattr would stop us */
  tcsetattr(STDIN_FILENO, TCSANOW, &modes_before);
  if (paste_marks) {
    paste_marks = 0;
    ssize_t written = write(STDOUT_FILENO, "\033[?2004l", 8);
    (void)written;
  }
}

static void crash(int number) {
  cle_terminal_restore();
  for (size_t i = 0; i < COUNT(fatal); i++)
    if (fatal[i] == number) sigaction(number, &fatal_before[i], NULL);
  raise(number); /* blocked here; on return it reaches whoever handled it before us */
}

static bool prepare_pipe_end(int fd) {
  return fd >= 0 && fd < FD_SETSIZE && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
}

bool cle_terminal_open(void) {
  static bool registered;
  if (pipe_ends[0] < 0) {
    if (pipe(pipe_ends) != 0) return false;
    if (!prepare_pipe_end(pipe_ends[0]) || !prepare_pipe_end(pipe_ends[1])) {
      close(pipe_ends[0]);
      close(pipe_ends[1]);
      pipe_ends[0] = pipe_ends[1] = -1;
      return false;
    }
  }
  if (!registered) registered = atexit(cle_terminal_restore) == 0;
  return true;
}

static void collect_signals(void) {
  unsigned char bytes[64];
  ssize_t count;
  while ((count = read(pipe_ends[0], bytes, sizeof bytes)) > 0)
    for (ssize_t i = 0; i < count; i++)
      for (size_t w = 0; w < COUNT(watched); w++)
        if (watched[w] == bytes[i]) pending[w] = true;
}

static bool take(int number) {
  for (size_t w = 0; w < COUNT(watched); w++)
    if (watched[w] == number && pending[w]) {
      pending[w] = false;
      return true;
    }
  return false;
}

static void forget_signals(void) {
  collect_signals();
  for (size_t w = 0; w < COUNT(watched); w++) pending[w] = false;
}

void cle_terminal_enter(void) {
  forget_signals();
  tcgetattr(STDIN_FILENO, &modes_before);
  entered = 1;

  struct sigaction note = {.sa_handler = note_signal}; /* no SA_RESTART: a blocked call gives up at once */
  sigset_t unblocked;
  sigemptyset(&unblocked);
  for (size_t w = 0; w < COUNT(watched); w++) {
    sigaction(watched[w], &note, &watched_before[w]);
    sigaddset(&unblocked, watched[w]);
    /* nohup and shells without job control ask for these to be ignored */
    bool may_be_ignored = watched[w] == SIGHUP || watched[w] == SIGTSTP;
    if (may_be_ignored && watched_before[w].sa_handler == SIG_IGN) sigaction(watched[w], &watched_before[w], NULL);
  }
  pthread_sigmask(SIG_UNBLOCK, &unblocked, &mask_before);

  struct sigaction restore = {.sa_handler = crash, .sa_flags = SA_ONSTACK};
  for (size_t f = 0; f < COUNT(fatal); f++) sigaction(fatal[f], &restore, &fatal_before[f]);
}

void cle_terminal_leave(void) {
  cle_terminal_restore();
  entered = 0;
  for (size_t f = 0; f < COUNT(fatal); f++) sigaction(fatal[f], &fatal_before[f], NULL);
  for (size_t w = 0; w < COUNT(watched); w++) sigaction(watched[w], &watched_before[w], NULL);
  pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
}

/* Asks the terminal to mark pasted text, so that a TAB or a control character in it is text and no command. */
void cle_terminal_paste_marks(void) {
  paste_marks = 1;
  fputs("\033[?2004h", stdout);
  fflush(stdout);
}

void cle_terminal_hide_echo(void) {
  struct termios modes = modes_before;
  modes.c_lflag |= ICANON | ISIG;
  modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
  modes.c_iflag |= ICRNL;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &modes); /* not TCSAFLUSH: what was typed ahead is not lost */
}

/* Stops the process as the default action of SIGTSTP would have done, and returns when it goes on. */
void cle_terminal_stop(void) {
  cle_terminal_restore();
  struct sigaction ours, standard = {.sa_handler = SIG_DFL};
  sigaction(SIGTSTP, &standard, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  collect_signals();
  take(SIGCONT);
  take(SIGTSTP);
}

int cle_terminal_columns(void) {
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

int cle_terminal_rows(void) {
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

/* Waits for a key, a signal or something in `watched` (-1 for none), and reads none of them. select and not poll, which macOS does not support on terminals. */
cle_event cle_wait(int timeout_ms, int watched) {
  for (;;) {
    collect_signals();
    if (take(SIGHUP) || take(SIGTERM) || take(SIGQUIT)) return CLE_TERMINATE;
    if (take(SIGINT)) return CLE_INTERRUPT;
    if (take(SIGTSTP)) return CLE_STOP;
    if (take(SIGCONT)) return CLE_CONTINUED;
    if (take(SIGWINCH)) return CLE_RESIZED;

    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(STDIN_FILENO, &readable);
    FD_SET(pipe_ends[0], &readable);
    if (watched >= 0) FD_SET(watched, &readable);
    struct timeval limit = {.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000};
    int highest = watched > pipe_ends[0] ? watched : pipe_ends[0];
    int count = select(highest + 1, &readable, NULL, NULL, timeout_ms < 0 ? NULL : &limit);
    if (count == 0) return CLE_QUIET;
    if (count > 0 && FD_ISSET(pipe_ends[0], &readable)) continue;
    if (count > 0) return FD_ISSET(STDIN_FILENO, &readable) ? CLE_INPUT : CLE_WATCHED;
    if (errno != EINTR) return CLE_TERMINATE;
  }
}
