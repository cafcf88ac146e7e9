name := "item-example"
version := "0"
scalaVersion := "3.3.7"
scalacOptions ++= Seq("-deprecation", "-feature", "-unchecked", "-Werror")

libraryDependencies ++= Seq(
  "io.circe" %% "circe-core" % "0.14.15",
  "io.circe" %% "circe-jawn" % "0.14.15",
  "org.scalameta" %% "munit" % "1.2.4" % Test
)
