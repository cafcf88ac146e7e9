"""Programs that judge: adapters run now, and observations of earlier runs."""
