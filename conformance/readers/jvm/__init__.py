"""What the readers of Java, Kotlin and Scala share.

* `trees` parses, and says where things stand; `model` is what a language's reader makes of a file;
* `project` finds the declaration behind a name, across the files of a project;
* `types` reads type expressions, and `known` the types of the libraries;
* `jackson`, `properties`, `constants` and `subtypes` put Jackson's rules to them.
"""
