// What glibc lets a program say about its memory, which the Swift module of glibc leaves out.
#include <malloc.h>
