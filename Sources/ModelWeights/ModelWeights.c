#include "ModelWeights.h"

// The weights are data of the binary itself: nothing is looked up, opened or parsed at start.
static const unsigned char model[] = {
#embed "groundswell.model"
};

const unsigned char *groundswell_model_bytes(void) { return model; }

size_t groundswell_model_size(void) { return sizeof model; }
