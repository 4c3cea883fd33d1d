"""Who may ask, and what may they do about it? Store, API, workbench and command line."""
