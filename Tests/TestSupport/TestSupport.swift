// seeded random numbers, running the built binary
