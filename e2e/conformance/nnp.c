/* Prints the effective user id: with no_new_privs set, a set-user-ID copy of this keeps the caller's. */
#include <stdio.h>
#include <unistd.h>

int main(void) {
  printf("Effective uid: %d\n", geteuid());
  return 0;
}
