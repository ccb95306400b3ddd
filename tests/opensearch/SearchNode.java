import java.io.OutputStream;
import java.util.Arrays;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node with the k-NN plugin: SearchNode FOLDER [SETTING=VALUE ...]. It runs until its input ends. */
public class SearchNode {
    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> Arrays.stream(arguments).skip(1).map(pair -> pair.split("=", 2))
            .forEach(pair -> settings.put(pair[0], pair[1])));
        runner.build(OpenSearchRunner.newConfigs().basePath(arguments[0]).numOfNode(1).useLogger()
            .pluginTypes("org.opensearch.knn.plugin.KNNPlugin"));
        System.in.transferTo(OutputStream.nullOutputStream());
        runner.close();
        System.exit(0);
    }
}
