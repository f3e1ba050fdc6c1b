"""The things on this machine, asked by name: experiments, models, data sets and probes."""
