defmodule ItemExample.MixProject do
  use Mix.Project

  # jiffy, the JSON parser, comes from the system (Debian: erlang-jiffy); in your project name your own.
  def project, do: [app: :item_example, version: "0.0.0", elixir: "~> 1.14"]

  def application, do: [extra_applications: [:jiffy]]
end
