#include "ModelWeights.h"

// The weights are data of the binary itself: nothing is looked up, opened or parsed at start.
static const unsigned char model[] = {
#embed "groundswell.model"
};

const unsigned char *groundswell_model_bytes(void) { return model; }

size_t groundswell_model_size(void) { return sizeof model; }

static const unsigned char words[] = {
#embed "words.vectors"
};

const unsigned char *groundswell_word_vector_bytes(void) { return words; }

size_t groundswell_word_vector_size(void) { return sizeof words; }
