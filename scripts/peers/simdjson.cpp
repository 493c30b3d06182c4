// Finds five members of each post with simdjson On-Demand, for scripts/bench to compare with.
//
// usage: simdjson FILE
//
// Prints what was counted, the bytes of the members, and seconds of this process's own CPU time.
#include <cstdio>
#include <ctime>
#include <simdjson.h>

using namespace simdjson;

static double cpu_seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static size_t length(simdjson_result<ondemand::value> value) {
  std::string_view text;
  return value.get_string().get(text) ? 0 : text.size();
}

int main(int count, char **arguments) {
  if (count != 2) return std::fprintf(stderr, "usage: simdjson FILE\n"), 2;
  double start = cpu_seconds();
  padded_string json;
  if (padded_string::load(arguments[1]).get(json)) return std::perror(arguments[1]), 1;
  ondemand::parser parser;
  ondemand::document_stream posts;
  if (parser.iterate_many(json, 1 << 20).get(posts)) return 1;
  size_t number = 0, bytes = 0;
  for (auto post : posts) {
    ondemand::object object;
    if (post.get_object().get(object)) return 1;
    for (auto field : object) {
      std::string_view name;
      if (field.unescaped_key().get(name)) return 1;
      if (name == "id_str" || name == "id" || name == "text" || name == "full_text" || name == "created_at" ||
          name == "in_reply_to" || name == "in_reply_to_status_id_str" || name == "author") {
        bytes += length(field.value());
      } else if (name == "user") {
        ondemand::object user;
        if (!field.value().get_object().get(user)) bytes += length(user["screen_name"]);
      }
    }
    ++number;
  }
  std::printf("%zu %zu %g\n", number, bytes, cpu_seconds() - start);
}
