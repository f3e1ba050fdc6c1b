"""What is on this machine: experiments, models, data sets and probes, asked by their names."""
