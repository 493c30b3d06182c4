#ifndef GROUNDSWELL_MODEL_WEIGHTS_H
#define GROUNDSWELL_MODEL_WEIGHTS_H

#include <stddef.h>

/// The first byte of the trained model that is built into the program.
const unsigned char *groundswell_model_bytes(void);

/// How many bytes the built-in model has.
size_t groundswell_model_size(void);

/// The first byte of the word vectors that are built into the program.
const unsigned char *groundswell_word_vector_bytes(void);

/// How many bytes the word vectors have.
size_t groundswell_word_vector_size(void);

#endif
